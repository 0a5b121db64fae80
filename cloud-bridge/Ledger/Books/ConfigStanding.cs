using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What is in force at a terminal, held against what is said for it.</summary>
[JsonConverter(typeof(ConfigStandingConverter))]
internal enum ConfigStanding
{
    /// <summary>Nothing is said for it, and nothing was ever in force there.</summary>
    Nothing,

    /// <summary>What is said is in force there.</summary>
    InForce,

    /// <summary>What is said is in force there, but for the card keys: its build does not know them, and it was told
    /// the rest. Of one that has heard what they are known by, and goes on with others, the status says so.</summary>
    WithoutCardKeys,

    /// <summary>What is said is not in force there yet.</summary>
    NotYet,

    /// <summary>
    /// What was in force there is lost, or goes with its own file no more: it serves nobody until it has it again, or
    /// what is said now.
    /// </summary>
    Lost,

    /// <summary>Something is in force there under this number that is not what is said.</summary>
    Another,

    /// <summary>The ledger does not know what is in force there: it was restored from a backup that lacks it.</summary>
    Unknown,
}

internal sealed class ConfigStandingConverter : EnumNameConverter<ConfigStanding>;

/// <summary>Finds it.</summary>
internal static class ConfigStandings
{
    /// <summary>Of a terminal, by its journal.</summary>
    /// <param name="books">With what is said.</param>
    /// <param name="book">The terminal's.</param>
    public static ConfigStanding Of(LedgerBooks books, TerminalBook book)
    {
        var said = new ConfigVersion(books.Era, books.Configs.VersionOf(book.Terminal));
        return book.Applied is not { } applied
            ? said.Version == 0 ? ConfigStanding.Nothing : ConfigStanding.NotYet
            : said.Version == 0 || applied.Number > said ? ConfigStanding.Unknown
            : book.IsConfigLost ? ConfigStanding.Lost
            : applied.Number < said ? ConfigStanding.NotYet
            : Of(applied.Hash, books.Configs.For(book.Terminal));
    }

    private static ConfigStanding Of(Digest? applied, TerminalConfig said) =>
        applied == said.Hash() ? ConfigStanding.InForce
        : applied == ConfigPart.WithoutCardKeys(said).Hash() ? ConfigStanding.WithoutCardKeys
        : ConfigStanding.Another;
}
