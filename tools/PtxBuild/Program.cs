using DeepSharp.PtxBuild;

return (int)PtxBuild.Run(args);

/// <summary>Compiles kernels/*.cu to kernels/ptx, or with <c>--check</c> compares what is there with what the sources give.</summary>
internal static class PtxBuild
{
    private const string Usage =
        "usage: PtxBuild [--check] [--folder DIRECTORY] [NAME.cu ...]   (without names: all, and files whose source is gone are removed)";

    public static ExitCode Run(string[] args)
    {
        bool check = false;
        string? folder = null;
        var names = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--check") check = true;
            else if (args[i] == "--folder" && i + 1 < args.Length) folder = args[++i];
            else if (args[i].EndsWith(".cu", StringComparison.Ordinal)) names.Add(Path.GetFileName(args[i]));
            else return Fail(ExitCode.Usage, Usage);
        }
        var kernels = folder is null ? KernelSources.Find(Environment.CurrentDirectory) : KernelSources.At(folder);
        if (kernels is null)
            return Fail(ExitCode.Usage, "There is no folder kernels/common here or above. " +
                "Start in the repository, or name the folder of kernels with --folder.");
        try
        {
            Nvrtc.Load();
            return check ? Compare(kernels) : Write(kernels, names);
        }
        catch (PtxBuildException e)
        {
            return Fail(e.Code, e.Message);
        }
    }

    private static ExitCode Write(KernelSources kernels, List<string> names)
    {
        Directory.CreateDirectory(Path.Combine(kernels.Folder, "ptx"));
        int failures = 0;
        foreach (string source in names.Count > 0 ? names : [.. kernels.Sources])
        {
            try
            {
                string ptx = Compilation.Run(kernels, source), path = Path.Combine(kernels.Folder, KernelSources.CompiledName(source));
                if (!File.Exists(path) || File.ReadAllText(path) != ptx)
                {
                    File.WriteAllText(path, ptx);
                    Console.WriteLine($"{source}: {ptx.Length} characters");
                }
            }
            catch (PtxBuildException e)
            {
                failures++;
                Fail(e.Code, e.Message);
            }
        }
        if (failures > 0) return ExitCode.Failed;
        if (names.Count == 0)
            foreach (string orphan in Orphans(kernels)) File.Delete(Path.Combine(kernels.Folder, orphan));
        File.WriteAllText(kernels.HashPath, kernels.Hashes());
        return ExitCode.Done;
    }

    private static ExitCode Compare(KernelSources kernels)
    {
        var wrong = new List<string>();
        foreach (string source in kernels.Sources)
        {
            string path = Path.Combine(kernels.Folder, KernelSources.CompiledName(source));
            if (!File.Exists(path) || File.ReadAllText(path) != Compilation.Run(kernels, source)) wrong.Add(KernelSources.CompiledName(source));
        }
        wrong.AddRange(Orphans(kernels));
        if (!File.Exists(kernels.HashPath) || File.ReadAllText(kernels.HashPath) != kernels.Hashes())
            wrong.Add(Path.GetRelativePath(kernels.Folder, kernels.HashPath));
        if (wrong.Count > 0)
            return Fail(ExitCode.Failed, $"Not what the sources give: {string.Join(", ", wrong)}. Run PtxBuild without --check and commit what it writes.");
        Console.WriteLine($"{kernels.Sources.Count()} files are what NVRTC {Nvrtc.Major}.{Nvrtc.Minor} makes of their sources.");
        return ExitCode.Done;
    }

    /// <summary>Compiled files whose source is gone.</summary>
    private static string[] Orphans(KernelSources kernels) => [.. kernels.Compiled.Except(kernels.Sources.Select(KernelSources.CompiledName))];

    private static ExitCode Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
