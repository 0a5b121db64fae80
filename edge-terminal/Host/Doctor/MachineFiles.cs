using HardwareDrivers.Linux;

namespace EdgeTerminal.Host;

/// <summary>The files in which a Linux machine shows its hardware. Looking at them changes nothing.</summary>
/// <param name="root">What stands before <c>/dev</c>, <c>/sys</c> and <c>/proc</c>: nothing, but in tests.</param>
/// <param name="mayUse">May this process read and write a device?</param>
/// <param name="chip">What a GPIO chip says of itself.</param>
/// <param name="line">What it says of one of its lines.</param>
internal sealed class MachineFiles(
    string root,
    Func<string, bool> mayUse,
    Func<string, LineChipFacts?> chip,
    Func<string, int, LineFacts?> line)
{
    /// <summary>This machine's.</summary>
    public static MachineFiles Own { get; } =
        new("", DeviceLook.MayUse, DeviceLook.AtLineChip, DeviceLook.AtLine);

    /// <summary>Names of what a folder has, in the order of their numbers; none when it is not there.</summary>
    public IReadOnlyList<string> Names(string folder, params ReadOnlySpan<string> patterns)
    {
        var names = new List<string>();
        if (Directory.Exists(root + folder))
            foreach (var pattern in patterns)
                names.AddRange(Directory.EnumerateFileSystemEntries(root + folder, pattern)
                    .Select(path => Path.GetFileName(path)!)
                    .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal));
        return names;
    }

    /// <summary>A file's text without the zeros and line ends around it; null when it cannot be read.</summary>
    public string? Text(string path)
    {
        try
        {
            return File.ReadAllText(root + path).Trim('\0', '\n', ' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool Has(string path) => Path.Exists(root + path);

    public bool MayUse(string path) => mayUse(root + path);

    public LineChipFacts? Chip(string path) => chip(root + path);

    public LineFacts? Line(string path, int number) => line(root + path, number);

    /// <summary>The name of the file that a link leads to in the end, or the file's own.</summary>
    public string NameOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(root + path, returnFinalTarget: true)?.Name ?? Path.GetFileName(path);
        }
        catch (IOException)
        {
            return Path.GetFileName(path);
        }
    }
}
