using System.Globalization;
using CloudBridge.Contract;
using Microsoft.Extensions.Configuration;

namespace EdgeTerminal.Host;

/// <summary>
/// Reads values and gathers what is wrong with them, so that all errors are told at once. A value that is wrong reads
/// as its default; nobody uses it, because a configuration with errors starts nothing.
/// </summary>
internal sealed class Section
{
    private readonly IConfiguration configuration;
    private readonly string prefix;
    private readonly List<ConfigurationError> errors;
    private readonly HashSet<string> read;
    private readonly HashSet<string> secrets;

    private Section(IConfiguration configuration, string prefix)
        : this(configuration, prefix, [], NoKeys(), NoKeys())
    {
    }

    private Section(
        IConfiguration configuration,
        string prefix,
        List<ConfigurationError> errors,
        HashSet<string> read,
        HashSet<string> secrets)
    {
        (this.configuration, this.prefix) = (configuration, prefix);
        (this.errors, this.read, this.secrets) = (errors, read, secrets);
    }

    /// <summary>The whole configuration.</summary>
    public static Section Root(IConfiguration configuration) => new(configuration, "");

    /// <summary>With dots: <c>lines.0</c>; empty for the whole.</summary>
    public string Name => Dotted(prefix).TrimEnd('.');

    /// <summary>Every key that was asked for so far, with dots.</summary>
    public IEnumerable<string> AskedFor => read.Select(Dotted);

    /// <summary>What is wrong so far, with every key that nobody asked for.</summary>
    public IReadOnlyList<ConfigurationError> Errors() =>
    [
        .. errors,
        .. (from row in configuration.AsEnumerable()
            where row.Value is not null && !read.Contains(row.Key)
            select Unknown(row.Key, row.Value)).Distinct(),
    ];

    /// <summary>Something stands in it.</summary>
    public bool IsWritten => configuration.GetSection(prefix.TrimEnd(':')).GetChildren().Any();

    /// <summary>A group of keys.</summary>
    public Section In(string key) => new(configuration, Path(key) + ":", errors, read, secrets);

    /// <summary>The groups of a list, in order.</summary>
    public IEnumerable<Section> Each(string key) =>
        configuration.GetSection(Path(key)).GetChildren()
            .OrderBy(child => int.TryParse(child.Key, out var index) ? index : int.MaxValue)
            .Select(child => new Section(configuration, child.Path + ":", errors, read, secrets));

    /// <summary>All that stands under a key, as it is written: to see whether it has changed.</summary>
    public string Written(string key) => string.Join('\n', configuration.GetSection(Path(key)).AsEnumerable()
        .Where(row => row.Value is not null)
        .OrderBy(row => row.Key, StringComparer.Ordinal)
        .Select(row => $"{row.Key}={row.Value}"));

    /// <summary>A text that must be there.</summary>
    public string Text(ConfigurationKey.Text key) => OptionalText(key) ?? Missing(key, key.Expected, "");

    /// <summary>A text that may be left out.</summary>
    public string? OptionalText(ConfigurationKey key)
    {
        read.Add(Path(key.Name));
        if (key is ConfigurationKey.Text { IsSecret: true })
            secrets.Add(Path(key.Name));
        return configuration[Path(key.Name)] is { Length: > 0 } text ? text : null;
    }

    /// <summary>A whole number.</summary>
    public long Number(ConfigurationKey.Number key)
    {
        var expected = Expectation.WholeNumber(key.Least, key.Most);
        if (OptionalText(key) is not { } text)
            return key.IsRequired ? Missing(key, expected, key.Least) : key.Otherwise;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) &&
            number >= key.Least && number <= key.Most
                ? number
                : Wrong(key, text, expected, key.Least);
    }

    /// <summary>A whole number that may be left out.</summary>
    public int? OptionalNumber(ConfigurationKey.Number key) => OptionalText(key) is null ? null : (int)Number(key);

    /// <summary>One of some whole numbers.</summary>
    public int NumberOf(ConfigurationKey.NumberOf key)
    {
        if (OptionalText(key) is not { } text)
            return key.Otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            key.Choices.Contains(number)
                ? number
                : Wrong(key, text, $"one of {string.Join(", ", key.Choices)}", key.Otherwise);
    }

    /// <summary>True or false.</summary>
    public bool Flag(ConfigurationKey.Flag key) => OptionalText(key) switch
    {
        null => false,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => Wrong(key, text, "true or false", false),
    };

    /// <summary>One of the names of an enumeration.</summary>
    public T Choice<T>(ConfigurationKey.Text key, T otherwise) where T : struct, Enum
    {
        if (OptionalText(key) is not { } text)
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        return Wrong(key, text, "one of " + string.Join(", ", key.OneOf), otherwise);
    }

    /// <summary>A text with a form of its own.</summary>
    public T Parsed<T>(ConfigurationKey.Text key, TryParse<T> parse, T otherwise) =>
        OptionalText(key) is not { } text ? Missing(key, key.Expected, otherwise)
        : parse(text, out var value) ? value
        : Wrong(key, text, otherwise);

    /// <summary>A text with a form of its own that may be left out.</summary>
    public T? OptionalParsed<T>(ConfigurationKey.Text key, TryParse<T> parse) where T : struct =>
        OptionalText(key) is not { } text ? null
        : parse(text, out var value) ? value
        : Wrong<T?>(key, text, null);

    /// <summary>Says that a value is not what its key expects.</summary>
    public T Wrong<T>(ConfigurationKey.Text key, string value, T otherwise) =>
        Wrong(key, value, key.Expected, otherwise);

    /// <summary>Says that a value is wrong, or that it is missing.</summary>
    public T Wrong<T>(ConfigurationKey key, string? value, string expected, T otherwise)
    {
        errors.Add(key is ConfigurationKey.Text { IsSecret: true }
            ? new ConfigurationError(Dotted(Path(key.Name)), null, expected) { IsSecret = true }
            : new ConfigurationError(Dotted(Path(key.Name)), value, expected));
        return otherwise;
    }

    /// <summary>Says that a value under a key with dots is wrong.</summary>
    public void Wrong(string key, string value, string expected) =>
        errors.Add(new ConfigurationError(key, value, expected));

    /// <summary>Says that a value is missing.</summary>
    public T Missing<T>(ConfigurationKey key, string expected, T otherwise)
    {
        errors.Add(new ConfigurationError(Dotted(Path(key.Name)), null, expected));
        return otherwise;
    }

    /// <summary>Whoever puts a secret's own content where its place belongs is told back neither it nor its names.
    /// </summary>
    private ConfigurationError Unknown(string path, string value)
    {
        var secret = secrets.FirstOrDefault(key => path.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
        return secret is null
            ? new ConfigurationError(Dotted(path), value, "a key that exists (docs/configuration.md)")
            {
                IsUnknown = true,
            }
            : new ConfigurationError(Dotted(secret), null, "a text, and no keys under it") { IsSecret = true };
    }

    private static HashSet<string> NoKeys() => new(StringComparer.OrdinalIgnoreCase);

    private string Path(string key) => prefix + key;

    private static string Dotted(string path) => path.Replace(':', '.');

    /// <summary>Reads a text form.</summary>
    public delegate bool TryParse<T>(string text, out T value);
}
