using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
    /// <summary>The header of that file.</summary>
    public string CardColumns { get; init; } = "uid,class,state,asset,amount";

    /// <summary>As `ledger enroll --limits` takes them; null: the usual ones.</summary>
    public string? Limits { get; init; }

    /// <summary>Who works there; null: nobody.</summary>
    public SiteStaff? Staff { get; init; }

    /// <summary>The one article that is always asked for; null: articles are chosen by keys.</summary>
    public string? FixedArticle { get; init; }

    /// <summary>Variables that the terminal is started with.</summary>
    public ImmutableDictionary<string, string> TerminalEnvironment { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>Added to `ledger run`.</summary>
    public ImmutableArray<string> LedgerOptions { get; init; } = [];

    /// <summary>Another station than a kiosk; null: a kiosk.</summary>
    public SiteStation? Station { get; init; }

    /// <summary>What keeps cards ready: <c>cards.cache</c> of the configuration.</summary>
    public string CardCache { get; init; } = "memory";

    /// <summary>Cards that prove themselves: <c>cards.populations</c>.</summary>
    public ImmutableArray<SitePopulation> Populations { get; init; } = [];

    /// <summary>Somebody else's broker at 127.0.0.1; null: a mosquitto of the site's own.</summary>
    public int? BrokerPort { get; init; }

    /// <summary>TLS, with what `ledger broker` makes, and a mosquitto as it configures it.</summary>
    public bool IsSecured { get; init; }

    /// <summary>With TLS: the terminals' mosquitto is at the site, and dials the ledger's.</summary>
    public bool IsBridged { get; init; }

    /// <summary>Its terminal is enrolled over HTTPS, with PIN and words. Expects <see cref="IsSecured"/>.</summary>
    public bool EnrolsOverNetwork { get; init; }

    /// <summary>The site has a root, <c>safe/root.pem</c>, before its terminal is enrolled.</summary>
    public bool HasRoot { get; init; }

    /// <summary>How ledger and terminal log in at the broker; null: it asks for nothing.</summary>
    public (string Name, string Password)? BrokerUser { get; init; }
}

/// <summary>A station on emulated lines.</summary>
/// <param name="Profile">Of the configuration, and the name of its section.</param>
/// <param name="Section">What stands there, as JSON.</param>
/// <param name="Output">The one line that it drives, as JSON.</param>
/// <param name="Title">What its display says when it serves.</param>
public sealed record SiteStation(string Profile, string Section, string Output, string Title);

/// <summary>Staff of a site.</summary>
/// <param name="Rules">As `ledger enroll --staff` takes them, without PINs.</param>
/// <param name="Pins">By the UIDs of their cards.</param>
public sealed record SiteStaff(string Rules, ImmutableDictionary<string, string> Pins);

/// <summary>An article, with the names that the terminal's configuration file has.</summary>
public sealed record SiteArticle(string Id, string Key, string Name, long Price, int TaxBasisPoints)
{
    public string? Allowance { get; init; }
}

/// <summary>A population, with the names that the terminal's configuration file has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">How its cards prove themselves.</param>
/// <param name="Key">Its master key, version 1, in hexadecimal: in the file of keys only.</param>
public sealed record SitePopulation(string Name, string Method, [property: JsonIgnore] string Key)
{
    public string Versions { get; init; } = "1";

    public int KeyNumber { get; init; }

    public string? DesfireApplication { get; init; }

    public SiteSunMessage? Sun { get; init; }
}

/// <summary>How a SUN message of a population is written.</summary>
public sealed record SiteSunMessage(bool Plain);
