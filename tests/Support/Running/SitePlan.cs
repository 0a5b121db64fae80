using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>What a running site is made of.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Terminal">Its terminal's name.</param>
/// <param name="EnrolOptions">Added to `ledger enroll`.</param>
/// <param name="CardRows">Rows of the file that is seeded, without its header.</param>
/// <param name="Articles">What is sold.</param>
public sealed record SitePlan(
    string Site,
    string Terminal,
    ImmutableArray<string> EnrolOptions,
    ImmutableArray<string> CardRows,
    ImmutableArray<SiteArticle> Articles)
{
    /// <summary>The one article that is always asked for; null: articles are chosen by keys.</summary>
    public string? FixedArticle { get; init; }

    /// <summary>Variables that the terminal is started with.</summary>
    public ImmutableDictionary<string, string> TerminalEnvironment { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>What keeps cards ready: <c>cards.cache</c> of the configuration.</summary>
    public string CardCache { get; init; } = "memory";

    /// <summary>How ledger and terminal log in at the broker; null: it asks for nothing.</summary>
    public (string Name, string Password)? BrokerUser { get; init; }
}

/// <summary>An article, with the names that the terminal's configuration file has.</summary>
public sealed record SiteArticle(string Id, string Key, string Name, long Price, int TaxBasisPoints);
