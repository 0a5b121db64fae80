using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>What keys stand for, gathered while a station's section is read: none stands for two things.</summary>
/// <param name="own">Keys with a meaning of their own.</param>
/// <param name="because">What those do, for who took one of them.</param>
internal sealed class StationKeys(IEnumerable<(string Name, Input Meaning)> own, string because)
{
    private readonly Dictionary<string, Input> meanings = own.ToDictionary(row => row.Name, row => row.Meaning);
    private readonly Dictionary<string, string> written = [];

    /// <summary>By their names.</summary>
    public IReadOnlyDictionary<string, Input> Meanings => meanings;

    /// <inheritdoc cref="StationSettings.KeysWritten"/>
    public IReadOnlyDictionary<string, string> Written => written;

    /// <summary>A key that the operator has named, or not.</summary>
    public void Add(Section section, ConfigurationKey.Text key, Input meaning)
    {
        if (section.OptionalText(key) is not { } name)
            return;
        if (meanings.TryAdd(name, meaning))
            written.Add(name, $"{section.Name}.{key.Name}");
        else
            section.Wrong(key, name, $"a key that nothing else has ({because})", 0);
    }
}
