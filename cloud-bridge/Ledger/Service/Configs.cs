using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Says to each terminal which prices, staff, limits and card keys hold there. The broker keeps the last; somebody may
/// have put another in its place, so it is said again while a terminal that is there does not have it.
/// </summary>
internal sealed class Configs(SiteId site, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, (DueConfig Due, long At)> said = [];
    private readonly Dictionary<TerminalId, ConfigVersion> withoutCardKeys = [];
    private readonly Dictionary<TerminalId, long> heard = [];

    private readonly HashSet<TerminalId> toldNotAtHand = [];
    private long lookedForKeysAt;
    private bool areKeysBack;

    /// <summary>Has the card keys that the books say; null: nobody has any.</summary>
    public ICardKeySource? CardKeys { get; set; }

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

    private DueConfig Of(LedgerBooks books, TerminalBook book)
    {
        var version = VersionOf(books, book)!;
        var config = books.Configs.For(book.Terminal);
        return new DueConfig(
            new ToldConfig(
                book.Terminal, version, Takes(book.Terminal, version) ? config : ConfigPart.WithoutCardKeys(config)),
            book.WebKey,
            book.Key.KeyId);
    }

    private bool IsTime(TerminalBook book, ConfigVersion version, Fleet fleet, long now)
    {
        var took = Takes(book.Terminal, version);
        if (took && DoesNotKnowCardKeys(book.Terminal, version, fleet))
            withoutCardKeys[book.Terminal] = version;
        return took != Takes(book.Terminal, version) ||
            !said.TryGetValue(book.Terminal, out var last) || last.Due.Told.Version != version ||
            last.Due.KeyId != book.Key.KeyId || AreBack(last.Due.Told, now) ||
            now - last.At >= options.RepeatConfigEvery && IsThere(book.Terminal, now) &&
            !HasIt(book, last.Due.Told, fleet);
    }

    /// <summary>
    /// It was told that its card keys are not at hand, and they are. They are read for it, so not for each terminal and
    /// at each tick: a file that is there may be another's, or nobody's to read.
    /// </summary>
    private bool AreBack(ToldConfig told, long now)
    {
        if (!toldNotAtHand.Contains(told.Terminal) || told.Config.CardKeys is not { } known)
            return false;
        if (now - lookedForKeysAt >= options.RepeatConfigEvery)
            (lookedForKeysAt, areKeysBack) = (now, CardKeys?.Has(known) == true);
        return areKeysBack;
    }

    private bool Takes(TerminalId terminal, ConfigVersion version) =>
        !withoutCardKeys.TryGetValue(terminal, out var without) || without != version;

    /// <summary>
    /// An earlier build takes nothing that has a member which it does not know, and names that in these words: limits
    /// and PINs must not wait until it is brought up to date. The next version is tried with card keys again.
    /// </summary>
    private static bool DoesNotKnowCardKeys(TerminalId terminal, ConfigVersion version, Fleet fleet) =>
        fleet.TryFind(terminal, out var word) && word.Status.ConfigRefused is { } why &&
        why.StartsWith($"{version}: ", StringComparison.Ordinal) &&
        why.Contains($"'{ConfigPart.CardKeys}'", StringComparison.Ordinal);

    /// <summary>To who is away the broker gives what it has kept, as soon as he is back.</summary>
    private bool IsThere(TerminalId terminal, long now) =>
        heard.TryGetValue(terminal, out var at) && now - at < options.ConfigSilence;

    /// <summary>By its journal, and by its last word where it has said one.</summary>
    private static bool HasIt(TerminalBook book, ToldConfig told, Fleet fleet) =>
        book.Applied is { } applied && applied.Number == told.Version &&
        (applied.Hash == told.Config.Hash() || applied.Hash == ConfigPart.WithoutCardKeys(told.Config).Hash()) &&
        (!fleet.TryFind(book.Terminal, out var word) || word.Status.Config == told.Version);

    private LedgerAction.Publish Sign(DueConfig due, long now)
    {
        var told = due.Told;
        said[told.Terminal] = (due, now);
        var message = new ConfigMessage(
            site, Addressee.Of(told.Terminal), told.Version.Era, told.Version.Version, Sealed(due, now));
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(told.Terminal, TerminalTopic.Config),
            SignedMessage.Sign(message, signer).Compact,
            Retained: true))
        {
            // Rights that somebody wrote by himself may not grant it.
            MayBeRefused = true,
        };
    }

    /// <summary>
    /// Where its card keys are gone, the rest goes out all the same, with what they are known by: else the terminal
    /// would take them for withdrawn, and go by keys of its own file, which may be retired.
    /// </summary>
    private SealedConfig Sealed(DueConfig due, long now)
    {
        using var key = PublicKey.Read(due.Key).OrThrow();
        var keys = due.Told.Config.CardKeys is { } known ? CardKeys?.Find(known) : null;
        if (due.Told.Config.CardKeys is not null && keys is null)
        {
            toldNotAtHand.Add(due.Told.Terminal);
            (lookedForKeysAt, areKeysBack) = (now, false);
        }
        else
            toldNotAtHand.Remove(due.Told.Terminal);
        try
        {
            return SealedConfig.Seal(due.Told.Config, key, keys);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
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
