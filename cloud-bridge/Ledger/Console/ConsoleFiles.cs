using System.Reflection;

namespace CloudBridge.Ledger;

/// <summary>
/// The console's own files, which are in the program. Where npm's packages were not fetched before it was built, htmx
/// is not: pages then stay as they were loaded.
/// </summary>
internal static class ConsoleFiles
{
    private const string Prefix = "Console/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["console.css"] = "text/css; charset=utf-8",
        ["htmx.min.js"] = "text/javascript; charset=utf-8",
    };

    private static readonly Dictionary<string, byte[]> Contents = Types.Keys
        .Select(name => (Name: name, Content: Read(name)))
        .Where(file => file.Content is not null)
        .ToDictionary(file => file.Name, file => file.Content!, StringComparer.Ordinal);

    /// <summary>htmx is among them.</summary>
    public static bool HasScript => Contents.ContainsKey("htmx.min.js");

    /// <summary>One of them; null: there is none of this name.</summary>
    public static (string Type, byte[] Content)? Find(string name) =>
        Contents.TryGetValue(name, out var content) ? (Types[name], content) : null;

    private static byte[]? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null)
            return null;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
