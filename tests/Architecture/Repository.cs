using Tests.Support;

namespace Tests.Architecture;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root => Checkout.Root;

    /// <summary>Every file of a kind that the repository owns, relative to its root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal))
            .Where(path => !path.Contains("/planted/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
