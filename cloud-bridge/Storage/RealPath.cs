namespace CloudBridge.Storage;

/// <summary>Where a path leads: realpath(3), for paths whose end need not be there.</summary>
public static class RealPath
{
    /// <summary>The path without links, <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var link = new FileInfo(next);
            real = link.LinkTarget is not null && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Of(target.FullName)
                : next;
        }
        return real;
    }
}
