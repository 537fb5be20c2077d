using System.Net;
using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

public class RemoteMonitorTests
{
    private sealed record Received(string Path, string? Type, string? Token, string Body);

    /// <summary>A server on this machine that keeps what it gets.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Thread _thread;

        public Server(int status = 200)
        {
            Root = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add(Root + "/");
            _listener.Start();
            _thread = new(() =>
            {
                while (true)
                {
                    HttpListenerContext context;
                    try { context = _listener.GetContext(); }
                    catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { return; }
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    Requests.Add(new(context.Request.Url!.AbsolutePath, context.Request.ContentType, context.Request.Headers["X-Token"], reader.ReadToEnd()));
                    context.Response.StatusCode = status;
                    context.Response.Close();
                }
            });
            _thread.Start();
        }

        public string Root { get; }

        public List<Received> Requests { get; } = [];

        public void Dispose()
        {
            _listener.Close();
            _thread.Join();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [Test]
    public void OnEpochEnd_Form_PostsTheResults()
    {
        using var server = new Server();
        var headers = new Dictionary<string, string> { ["X-Token"] = "secret" };
        CallbackRun.Epochs(CallbackRun.Model(), "watched", [0.25, 0.5], new RemoteMonitor(server.Root, headers: headers));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        var (path, type, token, body) = server.Requests[1];
        Assert.That((path, type, token), Is.EqualTo(("/publish/epoch/end/", "application/x-www-form-urlencoded", "secret")));
        Assert.That(body, Does.StartWith("data="));
        var data = JObject.Parse(WebUtility.UrlDecode(body["data=".Length..]));
        Assert.That(((int)data["epoch"]!, (double)data["watched"]!), Is.EqualTo((1, 0.5)));
        Assert.That(data.ContainsKey("loss"));
    }

    [Test]
    public void OnEpochEnd_Json_IsTheWholeContent()
    {
        using var server = new Server();
        CallbackRun.Epochs(CallbackRun.Model(), "watched", [0.25], new RemoteMonitor(server.Root, path: "/here", sendAsJson: true));
        Assert.That(server.Requests[0].Path, Is.EqualTo("/here"));
        Assert.That(server.Requests[0].Type, Does.StartWith("application/json"));
        Assert.That((double)JObject.Parse(server.Requests[0].Body)["watched"]!, Is.EqualTo(0.25));
    }

    [Test]
    public void OnEpochEnd_NoAnswerOrRefusal_CostsALine()
    {
        string told = CallbackRun.Console(() => CallbackRun.Epochs(CallbackRun.Model(), "watched", [1], new RemoteMonitor($"http://127.0.0.1:{FreePort()}")));
        Assert.That(told, Does.StartWith("RemoteMonitor: could not reach http://127.0.0.1:"));
        using var server = new Server(status: 503);
        told = CallbackRun.Console(() => CallbackRun.Epochs(CallbackRun.Model(), "watched", [1], new RemoteMonitor(server.Root)));
        Assert.That(told, Is.EqualTo($"RemoteMonitor: {server.Root}/publish/epoch/end/ answered 503 Service Unavailable; the results of epoch 1 may be lost.\n"));
    }

    [Test]
    public void Constructor_NoAddress_Throws() => Assert.That(() => new RemoteMonitor("nowhere"),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("RemoteMonitor: 'nowhere/publish/epoch/end/' is no http or https address."));
}
