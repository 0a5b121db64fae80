using System.Buffers;

namespace CloudBridge.Contract;

/// <summary>
/// The form of the names that people give to sites, terminals and articles: safe in an MQTT topic and as a file name.
/// </summary>
public static class Name
{
    /// <summary>What a name must look like, for messages.</summary>
    public const string Expected = "1 to 40 of a-z, A-Z, 0-9, '.', '_', '-', beginning with a letter or digit";

    private const int Longest = 40;

    /// <summary>So many, whatever strangers call themselves. Written by any thread: what it reads is a name or null.
    /// </summary>
    private static readonly string?[] Met = new string?[256];

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Has that form.</summary>
    public static bool IsGood(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= Longest &&
        char.IsAsciiLetterOrDigit(text[0]) &&
        !text.ContainsAnyExcept(Allowed);

    /// <summary>Its text; of one that was met a while ago the same object, so that a thousand rows have one.</summary>
    internal static string Text(ReadOnlySpan<char> name)
    {
        ref var met = ref Met[string.GetHashCode(name) & (Met.Length - 1)];
        return met is { } text && name.SequenceEqual(text) ? text : met = name.ToString();
    }

    internal static FormatException Bad(string text, string what) =>
        new($"'{text}' cannot name a{(what[0] == 'a' ? "n" : "")} {what}: expected {Expected}.");
}
