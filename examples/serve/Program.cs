// Serves a model's predictions over HTTP; docs/serving.md describes the addresses and the settings.
//   dotnet run -c Release --project examples/serve -- --model digits.keras --urls http://127.0.0.1:8080
using DeepSharp;
using DeepSharp.Serve;

ServeOptions options;
ServedModel served;
try
{
    options = ServeOptions.Read(new ConfigurationBuilder().AddCommandLine(args).Build());
    served = new(Model.Load(options.Model, compile: false), options.MaxBatch);
}
catch (Exception e) when (e is DeepSharpException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = options.MaxBytes);
builder.Services.AddSingleton(options).AddSingleton(served).AddSingleton<ServeMetrics>().AddSingleton<Batcher>().AddSingleton<Endpoints>();
// The web server starts after the batcher and stops before it, so what was accepted is answered.
builder.Services.AddHostedService(services => services.GetRequiredService<Batcher>());

var app = builder.Build();
var endpoints = app.Services.GetRequiredService<Endpoints>();
app.MapPost("/predict", endpoints.Predict);
app.MapGet("/model", endpoints.Describe);
app.MapGet("/health", endpoints.Health);
app.MapGet("/metrics", endpoints.Metrics);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Serving {options.Model} at {string.Join(' ', app.Urls)}"));
app.Run();
return 0;
