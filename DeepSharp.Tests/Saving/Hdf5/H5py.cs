using System.ComponentModel;
using System.Diagnostics;

namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Runs Python scripts that use h5py, the reference for HDF5 files.</summary>
internal static class H5py
{
    private static readonly Lazy<string?> s_python = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => Works(p)));

    /// <summary>Runs a script.</summary>
    /// <returns>What it printed. The test is left out where there is no Python with h5py.</returns>
    public static string Run(string script, params string[] arguments)
    {
        if (s_python.Value is not { } python)
        {
            Assert.Ignore("there is no python3 with h5py (Debian: python3-h5py); HDF5 files were not compared with another implementation");
            return "";
        }
        var (code, output, errors) = Start(python, ["-c", script, .. arguments]);
        Assert.That(code, Is.Zero, errors);
        return output;
    }

    private static bool Works(string python)
    {
        try { return Start(python, ["-c", "import h5py"]).Code == 0; }
        catch (Win32Exception) { return false; }
    }

    private static (int Code, string Output, string Errors) Start(string python, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
