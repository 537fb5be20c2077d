#:project ../DeepSharp.Models
// A character model: two LSTMs read Shakespeare and learn to guess the next character; then they write some.
//   dotnet run -c Release examples/char_rnn.cs                                     downloads the text once (1 MB)
//   dotnet run -c Release examples/char_rnn.cs -- --data path/to/tinyshakespeare   takes it from a folder
//   further options: --epochs 6, --units 256, --characters 1115394 (how much of the text is used), --temperature 0.8
using DeepSharp;
using static DeepSharp.Vocabulary;

string? Option(string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
int epochs = int.Parse(Option("--epochs") ?? "6"), units = int.Parse(Option("--units") ?? "256");
int characters = int.Parse(Option("--characters") ?? int.MaxValue.ToString());
double temperature = double.Parse(Option("--temperature") ?? "0.8", System.Globalization.CultureInfo.InvariantCulture);
const int batch = 32, steps = 64;
Seeds.Set(3);

string text = Datasets.TinyShakespeare(Option("--data"));
text = text[..Math.Min(characters, text.Length)];
char[] alphabet = [.. text.Distinct().Order()];
int[] ids = [.. text.Select(c => Array.BinarySearch(alphabet, c))];
int split = ids.Length * 9 / 10;

// The layers are stateful: each of the 32 rows of a batch goes on where the same row of the batch before ended, so that the model
// remembers more than the 64 steps that gradients go back.
Model Make(int rows, int length)
{
    var input = Input([length], DType.Int32, batchSize: rows);
    var x = input.Embedding(alphabet.Length, 64).LSTM(units, returnSequences: true, stateful: true).Dropout(0.2);
    x = x.LSTM(units, returnSequences: true, stateful: true).Dropout(0.2).Dense(alphabet.Length);
    return new Model(input, x);
}

// Row r of batch b holds steps characters of the r-th of 32 equal parts of the text; the target is the character after each.
(Tensor X, Tensor Y) Batches(int[] part)
{
    int count = (part.Length - 1) / (batch * steps), stride = count * steps;
    Tensor Cut(int shift)
    {
        var windows = new int[count * batch, steps];
        for (int b = 0; b < count; b++)
            for (int r = 0; r < batch; r++)
                for (int t = 0; t < steps; t++) windows[b * batch + r, t] = part[r * stride + b * steps + t + shift];
        return windows;
    }
    return (Cut(0), Cut(1));
}

void Reset(Model m)
{
    foreach (var layer in m.Layers.OfType<DeepSharp.Layers.LSTM>()) layer.ResetStates();
}

var train = Batches(ids[..split]);
var test = Batches(ids[split..]);
var model = Make(batch, steps);
int updates = epochs * (train.X.Length / batch);
model.Compile(new Adam(new CosineDecay(4e-3, updates, alpha: 0.05), clipnorm: 1), loss: new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true));
model.Summary();
for (int epoch = 0; epoch < epochs; epoch++)
{
    Reset(model);
    model.Fit(train, batchSize: batch, epochs: epoch + 1, initialEpoch: epoch, shuffle: false);
}
Reset(model);
double nats = model.Evaluate(test, batchSize: batch, verbose: Verbosity.Silent)["loss"];

// The same weights in a model that takes one character at a time.
var writer = Make(1, 1);
writer.SetWeights(model.GetWeights());
var next = new TracedFunction(x => writer.Apply(x, training: false));
var random = new Random(1);
char last = '\n';
Console.WriteLine();
for (int i = 0; i < 500; i++)
{
    var logits = next.Run(new int[,] { { Array.BinarySearch(alphabet, last) } })[0];
    float[] weights = (logits * (1 / temperature)).Softmax().ToFloats();
    double at = random.NextDouble();
    int choice = 0;
    while (choice < weights.Length - 1 && (at -= weights[choice]) > 0) choice++;
    Console.Write(last = alphabet[choice]);
}
Console.WriteLine($"\n\ntest: {nats / Math.Log(2):0.000} bits per character, perplexity {Math.Exp(nats):0.00}");
