using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Says to each terminal which prices, staff and limits hold there. The broker keeps the last; somebody may have put
/// another in its place, so it is said again while a terminal that is there does not have it.
/// </summary>
internal sealed class Configs(SiteId site, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, (ConfigVersion Version, Digest Hash, KeyId Key, long At)> said = [];
    private readonly Dictionary<TerminalId, long> heard = [];

    /// <summary>Something came from a terminal that is not old.</summary>
    public void Heard(TerminalId terminal, long now) => heard[terminal] = now;

    /// <summary>All of it: the broker may have kept nothing.</summary>
    public List<DueConfig> All(LedgerBooks books)
    {
        said.Clear();
        return
        [
            .. from book in books.TerminalsInUse
               where VersionOf(books, book) is not null
               select Of(books, book),
        ];
    }

    /// <summary>What is new since it was said, and what has not arrived at who is there.</summary>
    /// <param name="books">Durable.</param>
    /// <param name="fleet">What terminals say that they have.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public List<DueConfig> Due(LedgerBooks books, Fleet fleet, long now) =>
    [
        .. from book in books.TerminalsInUse
           let version = VersionOf(books, book)
           where version is not null && IsTime(book, version, fleet, now)
           select Of(books, book),
    ];

    /// <summary>Outside of the books: others wait for them.</summary>
    public List<LedgerAction> Sign(List<DueConfig> due, long now) => [.. due.Select(one => Sign(one, now))];

    private static ConfigVersion? VersionOf(LedgerBooks books, TerminalBook book) =>
        books.Configs.VersionOf(book.Terminal) is > 0 and var version ? new ConfigVersion(books.Era, version) : null;

    private static DueConfig Of(LedgerBooks books, TerminalBook book) => new(
        new ToldConfig(book.Terminal, VersionOf(books, book)!, books.Configs.For(book.Terminal)),
        book.WebKey,
        book.Key.KeyId);

    private bool IsTime(TerminalBook book, ConfigVersion version, Fleet fleet, long now) =>
        !said.TryGetValue(book.Terminal, out var last) || last.Version != version ||
        last.Key != book.Key.KeyId ||
        now - last.At >= options.RepeatConfigEvery && IsThere(book.Terminal, now) &&
        !HasIt(book, last.Hash, version, fleet);

    /// <summary>To who is away the broker gives what it has kept, as soon as he is back.</summary>
    private bool IsThere(TerminalId terminal, long now) =>
        heard.TryGetValue(terminal, out var at) && now - at < options.ConfigSilence;

    /// <summary>By its journal, and by its last word where it has said one.</summary>
    private static bool HasIt(TerminalBook book, Digest hash, ConfigVersion version, Fleet fleet) =>
        book.Applied is { } applied && applied.Number == version && applied.Hash == hash &&
        (!fleet.TryFind(book.Terminal, out var word) || word.Status.Config == version);

    private LedgerAction.Publish Sign(DueConfig due, long now)
    {
        var told = due.Told;
        said[told.Terminal] = (told.Version, told.Config.Hash(), due.KeyId, now);
        var message = new ConfigMessage(
            site, Addressee.Of(told.Terminal), told.Version.Era, told.Version.Version, Sealed(due));
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(told.Terminal, TerminalTopic.Config),
            SignedMessage.Sign(message, signer).Compact,
            Retained: true))
        {
            // Rights that somebody wrote by himself may not grant it.
            MayBeRefused = true,
        };
    }

    private static SealedConfig Sealed(DueConfig due)
    {
        using var key = PublicKey.Read(due.Key).OrThrow();
        return SealedConfig.Seal(due.Told.Config, key);
    }
}

/// <summary>What holds at a terminal.</summary>
/// <param name="Terminal">Which.</param>
/// <param name="Version">Of what holds there.</param>
/// <param name="Config">All parts that are said for it.</param>
internal sealed record ToldConfig(TerminalId Terminal, ConfigVersion Version, TerminalConfig Config);

/// <summary>What is to go to a terminal, and be sealed for it.</summary>
/// <param name="Told">What holds there.</param>
/// <param name="Key">The terminal's.</param>
/// <param name="KeyId">Of it.</param>
internal sealed record DueConfig(ToldConfig Told, JsonWebKey Key, KeyId KeyId);
