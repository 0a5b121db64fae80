using System.Globalization;
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

    private Section(
        IConfiguration configuration, string prefix, List<ConfigurationError> errors, HashSet<string> read)
    {
        (this.configuration, this.prefix) = (configuration, prefix);
        (this.errors, this.read) = (errors, read);
    }

    /// <summary>The whole configuration.</summary>
    public static Section Root(IConfiguration configuration) =>
        new(configuration, "", [], new HashSet<string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>Every key that was asked for so far, with dots.</summary>
    public IEnumerable<string> AskedFor => read.Select(Dotted);

    /// <summary>What is wrong so far, with every key that nobody asked for.</summary>
    public IReadOnlyList<ConfigurationError> Errors() =>
    [
        .. errors,
        .. from row in configuration.AsEnumerable()
           where row.Value is not null && !read.Contains(row.Key)
           select new ConfigurationError(Dotted(row.Key), row.Value, "a key that exists (docs/configuration.md)"),
    ];

    /// <summary>A group of keys.</summary>
    public Section In(string key) => new(configuration, Path(key) + ":", errors, read);

    /// <summary>The groups of a list, in order.</summary>
    public IEnumerable<Section> Each(string key) =>
        configuration.GetSection(Path(key)).GetChildren()
            .OrderBy(child => int.TryParse(child.Key, out var index) ? index : int.MaxValue)
            .Select(child => new Section(configuration, child.Path + ":", errors, read));

    /// <summary>A text that must be there.</summary>
    public string Text(string key, string expected) => OptionalText(key) ?? Missing(key, expected, "");

    /// <summary>A text that may be left out.</summary>
    public string? OptionalText(string key)
    {
        read.Add(Path(key));
        return configuration[Path(key)] is { Length: > 0 } text ? text : null;
    }

    /// <summary>A whole number.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="least">Included.</param>
    /// <param name="most">Included.</param>
    /// <param name="otherwise">When it is left out; null: it must be there.</param>
    public long Number(string key, long least, long most, long? otherwise)
    {
        var expected = $"a whole number from {least} to {most}";
        if (OptionalText(key) is not { } text)
            return otherwise ?? Missing(key, expected, least);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) &&
            number >= least && number <= most
                ? number
                : Wrong(key, text, expected, least);
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key) => OptionalText(key) switch
    {
        null => false,
        var text when bool.TryParse(text, out var flag) => flag,
        var text => Wrong(key, text, "true or false", false),
    };

    /// <summary>One of the names of an enumeration.</summary>
    public T Choice<T>(string key, T otherwise) where T : struct, Enum
    {
        if (OptionalText(key) is not { } text)
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant());
        return Wrong(key, text, "one of " + string.Join(", ", names), otherwise);
    }

    /// <summary>A text with a form of its own.</summary>
    public T Parsed<T>(string key, TryParse<T> parse, string expected, T otherwise) =>
        OptionalText(key) is not { } text ? Missing(key, expected, otherwise)
        : parse(text, out var value) ? value
        : Wrong(key, text, expected, otherwise);

    /// <summary>A text with a form of its own that may be left out.</summary>
    public T? OptionalParsed<T>(string key, TryParse<T> parse, string expected) where T : struct =>
        OptionalText(key) is not { } text ? null
        : parse(text, out var value) ? value
        : Wrong<T?>(key, text, expected, null);

    /// <summary>Says that a value is wrong.</summary>
    public T Wrong<T>(string key, string value, string expected, T otherwise)
    {
        errors.Add(new ConfigurationError(Dotted(Path(key)), value, expected));
        return otherwise;
    }

    /// <inheritdoc cref="Text(string, string)"/>
    public string Text(ConfigurationKey.Text key) => Text(key.Name, key.Expected);

    /// <inheritdoc cref="OptionalText(string)"/>
    public string? OptionalText(ConfigurationKey.Text key) => OptionalText(key.Name);

    /// <summary>A whole number.</summary>
    public long Number(ConfigurationKey.Number key) =>
        Number(key.Name, key.Least, key.Most, key.IsRequired ? null : key.Otherwise);

    /// <summary>One of some whole numbers.</summary>
    public int NumberOf(ConfigurationKey.NumberOf key)
    {
        if (OptionalText(key.Name) is not { } text)
            return key.Otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            key.Choices.Contains(number)
                ? number
                : Wrong(key.Name, text, $"one of {string.Join(", ", key.Choices)}", key.Otherwise);
    }

    /// <inheritdoc cref="Flag(string)"/>
    public bool Flag(ConfigurationKey.Flag key) => Flag(key.Name);

    /// <inheritdoc cref="Choice{T}(string, T)"/>
    public T Choice<T>(ConfigurationKey.Text key, T otherwise) where T : struct, Enum => Choice(key.Name, otherwise);

    /// <summary>A text with a form of its own.</summary>
    public T Parsed<T>(ConfigurationKey.Text key, TryParse<T> parse, T otherwise) =>
        Parsed(key.Name, parse, key.Expected, otherwise);

    /// <summary>A text with a form of its own that may be left out.</summary>
    public T? OptionalParsed<T>(ConfigurationKey.Text key, TryParse<T> parse) where T : struct =>
        OptionalParsed(key.Name, parse, key.Expected);

    /// <summary>Says that a value is wrong.</summary>
    public T Wrong<T>(ConfigurationKey.Text key, string value, T otherwise) =>
        Wrong(key.Name, value, key.Expected, otherwise);

    private T Missing<T>(string key, string expected, T otherwise)
    {
        errors.Add(new ConfigurationError(Dotted(Path(key)), null, expected));
        return otherwise;
    }

    private string Path(string key) => prefix + key;

    private static string Dotted(string path) => path.Replace(':', '.');

    /// <summary>Reads a text form.</summary>
    public delegate bool TryParse<T>(string text, out T value);
}
