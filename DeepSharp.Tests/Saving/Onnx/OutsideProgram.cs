using System.Diagnostics;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>Other programs that judge what is written here; a test that needs one is left out, with a message, where it is missing.</summary>
internal static class OutsideProgram
{
    /// <summary>Runs Python code with arguments.</summary>
    /// <param name="code">The code; it begins by importing <paramref name="module"/>.</param>
    /// <param name="module">The module without which the test is left out.</param>
    /// <param name="arguments">Arguments.</param>
    public static string Python(string code, string module, params string[] arguments) => Python(code, module, $"python3-{module} in Debian", arguments);

    /// <summary>Runs Python code with Keras, whose backend <c>KERAS_BACKEND</c> names.</summary>
    public static string Keras(string code, params string[] arguments) =>
        Python(code, "keras", "pip install keras; PYTHONPATH may name where it is and KERAS_BACKEND its backend", arguments);

    private static string Python(string code, string module, string source, string[] arguments)
    {
        // Debian's Python holds Debian's packages; another one may come first on the path.
        string? python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(p => Run(p, ["-c", $"import {module}"]) is { Code: 0 });
        if (python is null) Assert.Ignore($"There is no python3 with the module {module} ({source}).");
        return Require(python!, Run(python!, ["-c", code, .. arguments])!);
    }

    /// <summary>Runs a script of Node with ONNX Runtime.</summary>
    public static string OnnxRuntime(string script, params string[] arguments) => Node("DEEPSHARP_ONNXRUNTIME", "onnxruntime-node", script, arguments);

    /// <summary>Runs a script of Node with TensorFlow.js.</summary>
    public static string TensorFlowJs(string script, params string[] arguments) => Node("DEEPSHARP_TFJS", "@tensorflow/tfjs", script, arguments);

    private static string Node(string variable, string package, string script, string[] arguments)
    {
        string? folder = Environment.GetEnvironmentVariable(variable);
        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules", package)))
            Assert.Ignore($"{variable} names no folder where npm install --ignore-scripts {package} has been run.");
        var result = Run("node", ["-e", script, .. arguments], folder);
        if (result is null) Assert.Ignore("node is not installed.");
        return Require("node", result!);
    }

    private sealed record Result(int Code, string Output, string Errors);

    private static string Require(string program, Result result)
    {
        Assert.That(result.Code, Is.Zero, $"{program}: {result.Errors}\n{result.Output}");
        return result.Output;
    }

    /// <summary>Runs a program; null where it is not there.</summary>
    private static Result? Run(string program, string[] arguments, string? folder = null)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder ?? ""
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new(process.ExitCode, output, errors.Result);
        }
    }
}
