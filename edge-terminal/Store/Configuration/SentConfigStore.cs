using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>
/// Keeps the configuration that the ledger sent, in a file of the state folder that is replaced in one step. The relay
/// saves from its own thread; whoever puts a configuration into force takes what is there then.
/// </summary>
public sealed class SentConfigStore : ISentConfigStore
{
    /// <summary>The file: one signed message, as it came.</summary>
    public const string FileName = "config.jws";

    /// <summary>
    /// The file beside it while its prices cannot be followed: a line with its number, and the message whose prices go
    /// on, if there is one.
    /// </summary>
    public const string FormerName = "config-former.jws";

    /// <summary>
    /// The file beside it while its card keys did not come, or cannot be followed: the message whose card keys go on.
    /// </summary>
    public const string FormerKeysName = "config-card-keys.jws";

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly Es256Signer? own;
    private readonly FormerFile formerPrices;
    private readonly FormerFile formerKeys;
    private KeptConfig? kept;
    private ConfigVersion? demanded;
    private string? refused;

    private SentConfigStore(IStorage storage, Es256Signer? own)
    {
        (this.storage, this.own) = (storage, own);
        (formerPrices, formerKeys) = (new FormerFile(storage, FormerName), new FormerFile(storage, FormerKeysName));
    }

    /// <summary>What is on disk; null: nothing that is good. Any thread.</summary>
    public KeptConfig? Kept => Volatile.Read(ref kept);

    /// <summary>What was wrong with what was found; null when nothing was.</summary>
    public string? Damage { get; private init; }

    /// <summary>Which one was not taken last, and why; null: none since the last that was. Any thread.</summary>
    public string? Refused => Volatile.Read(ref refused);

    /// <summary>Why this terminal cannot follow one; null: it can. Asked on the relay's thread.</summary>
    public Func<KeptConfig, string?> Judge { get; set; } = _ => null;

    /// <summary>There are cards that prove themselves here: which keys are in force matters.</summary>
    public Func<bool> ProvesCards { get; set; } = static () => true;

    /// <inheritdoc/>
    public ConfigVersion? Highest => IsLost ? Volatile.Read(ref demanded) : Kept?.Sent.Version;

    /// <inheritdoc/>
    public bool IsLost =>
        Volatile.Read(ref demanded) is { } used && (Kept is not { Sent.Version: var found } || found < used);

    /// <summary>What may be in force: what is on disk, unless a later one was in force before.</summary>
    public KeptConfig? Current => IsLost ? null : Kept;

    /// <inheritdoc/>
    public bool LacksCardKeys => Kept is { LacksCardKeys: true };

    /// <summary>Reads a message of this terminal's, whoever has stored it.</summary>
    private Func<ReadOnlyMemory<byte>, Reading<KeptConfig>> ReadSigned { get; init; } = null!;

    /// <summary>Reads what is on disk.</summary>
    /// <param name="storage">The state folder.</param>
    /// <param name="site">Whose configurations are taken.</param>
    /// <param name="terminal">For whom they must be.</param>
    /// <param name="ledgerKeys">Who may sign one.</param>
    /// <param name="own">Opens what is sealed for the terminal; null: for who only looks.</param>
    public static SentConfigStore Open(
        IStorage storage, SiteId site, TerminalId terminal, IKeyRing ledgerKeys, Es256Signer? own)
    {
        var (found, damage) = Find();
        var store = new SentConfigStore(storage, own) { Damage = damage, ReadSigned = Read };
        store.kept = found is null ? null : found with
        {
            Former = store.Before(
                () => store.formerPrices.Read(found.Sent.Version), FormerPrices.None, FormerPrices.Of),
            FormerKeys = store.Before(
                () => store.formerKeys.Read(found.Sent.Version), FormerCardKeys.None, FormerCardKeys.Of),
        };
        return store;

        (KeptConfig? Found, string? Damage) Find()
        {
            try
            {
                return !storage.Exists(FileName) ? (null, null)
                    : Read(storage.Read(FileName)).Succeeded(out var kept, out var error) ? (kept, null)
                    : (null, $"{FileName} in {storage.Name}: {error}");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return (null, $"cannot read {FileName} in {storage.Name}: {failure.Message}");
            }
        }

        Reading<KeptConfig> Read(ReadOnlyMemory<byte> signed) =>
            SignedMessage.Read<ConfigMessage>(signed, ledgerKeys, site, Addressee.Of(terminal))
                .Succeeded(out var message, out var error)
                ? KeptConfig.Of(message, own)
                : error;
    }

    /// <summary>This one was in force: none below it is taken any more, whatever is on disk.</summary>
    public void Demand(ConfigVersion? used) => Volatile.Write(ref demanded, used);

    /// <inheritdoc/>
    public string? Save(ConfigMessage message, ReadOnlyMemory<byte> signed)
    {
        // Another thread puts into force what was kept before.
        lock (gate)
        {
            var why = WhyNotSaved(message, signed, out var ofParts);
            Refuse(message.Number(), why ?? ofParts);
            return why;
        }
    }

    /// <inheritdoc/>
    public void Refuse(ConfigVersion version, string? why) =>
        Volatile.Write(ref refused, why is null ? null : FactText.Fit($"{version}: {why}"));

    /// <summary>What is kept is in force, or will be between two guests.</summary>
    /// <param name="followed">It.</param>
    /// <param name="ofPrices">Why its prices are not; null: they are, and none before them counts any more.</param>
    /// <param name="ofCardKeys">Why its card keys are not; null: they are.</param>
    public void Follow(KeptConfig followed, string? ofPrices, string? ofCardKeys)
    {
        lock (gate)
        {
            Refuse(followed.Sent.Version, OfParts(ofPrices, ofCardKeys));
            if (Kept is not { } now || now.Sent != followed.Sent)
                return;
            if (ofPrices is null && formerPrices.Forget())
                now = now with { Former = null };
            // What did not come is still of no use.
            if (ofCardKeys is null && !now.AreCardKeysElsewhere && formerKeys.Forget())
                now = now with { FormerKeys = null };
            Volatile.Write(ref kept, now);
        }
    }

    /// <summary>
    /// Where only its prices or its card keys cannot be followed, the rest is taken, if there is anything new in it: a
    /// PIN or a limit that is taken away must not wait for a price, nor for a file of keys.
    /// </summary>
    private string? WhyNotSaved(ConfigMessage message, ReadOnlyMemory<byte> signed, out string? ofParts)
    {
        ofParts = null;
        if (!KeptConfig.Of(message, own).Succeeded(out var offered, out var error))
            return error.Detail;
        var keysBefore = KeysBefore();
        if (offered.AreCardKeysElsewhere)
            offered = offered with { FormerKeys = keysBefore };
        var notHere = offered.LacksCardKeys ? FormerCardKeys.NotAtHand : null;
        if (Judge(offered) is { } why)
        {
            var butPrices = offered with { Former = FormerPrices.Of(Kept) };
            var butKeys = offered with { FormerKeys = keysBefore };
            var inPart = new[] { butPrices, butKeys, butKeys with { Former = butPrices.Former } }
                .FirstOrDefault(one => SaysMore(one) && Judge(one) is null);
            // Where what was in force is lost, nobody knows which prices those before are; card keys have a file.
            if (inPart is null ||
                IsLost && (inPart.Former is not null || inPart.FormerKeys is not null && !AreKept()))
                return why;
            ofParts = OfParts(
                inPart.Former is null ? null : Judge(butKeys),
                inPart.FormerKeys is null ? null : notHere ?? Judge(butPrices));
            offered = inPart;
        }
        // Nobody knows which were in force: by its own file keys would prove again that were retired long ago.
        else if (notHere is not null && IsLost && ProvesCards() && !AreKept())
            return notHere;
        else
            ofParts = OfParts(null, notHere);
        try
        {
            if (offered.Former is not null)
                formerPrices.Keep(offered.Sent.Version, Kept?.Sent.Version, Kept?.Former is not null);
            if (offered.FormerKeys is not null && AreKept())
                formerKeys.KeepOn(offered.Sent.Version);
            else if (offered.FormerKeys is not null)
                formerKeys.Keep(offered.Sent.Version, Kept?.Sent.Version, Kept?.FormerKeys is not null);
            // The key that opens it lies beside it.
            storage.ReplaceSecret(FileName, signed.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"it could not be stored: {failure.Message}";
        }
        Volatile.Write(ref kept, offered);
        if (offered.Former is null)
            formerPrices.Forget();
        if (offered.FormerKeys is null)
            formerKeys.Forget();
        return null;
    }

    /// <summary>For people, of a configuration that is followed but for these; null: all of it is.</summary>
    private static string? OfParts(string? ofPrices, string? ofCardKeys) =>
        (ofPrices, ofCardKeys) is (null, null) ? null : string.Join("; ", (string[])
        [
            .. ofPrices is null ? [] : new[] { FormerPrices.Refusal(ofPrices) },
            .. ofCardKeys is null ? [] : new[] { FormerCardKeys.Refusal(ofCardKeys) },
        ]);

    /// <summary>Is there anything new in what is taken of it?</summary>
    private bool SaysMore(KeptConfig inPart)
    {
        // Card keys that were not at hand, and are.
        if (Kept is { LacksCardKeys: true } && inPart is { FormerKeys: null, AreCardKeysElsewhere: false })
            return true;
        return Taken(inPart.Config) != (Kept is null ? Taken(TerminalConfig.Nothing) : Taken(Kept.Config));

        (ValueList<PricedArticle>?, StaffRules?, TerminalLimits?, CardKeysDigest?) Taken(TerminalConfig of) => (
            inPart.Former is null ? of.Prices : null,
            of.Staff,
            of.Limits,
            inPart.FormerKeys is null ? of.CardKeys : null);
    }

    /// <summary>Those that are in force; where nobody knows which these are, those that a lost one had.</summary>
    private FormerCardKeys KeysBefore() => OfLost() ?? FormerCardKeys.Of(Kept);

    /// <summary>The file has them already, of one that was there and is lost.</summary>
    private bool AreKept() => OfLost() is not null;

    private FormerCardKeys? OfLost() => Kept is not null && !IsLost
        ? null
        : Before(() => formerKeys.ReadOfLost(Volatile.Read(ref demanded)), FormerCardKeys.None, FormerCardKeys.Of);

    /// <returns>Null: there is nothing before this one, or it cannot be read. What it stands beside is good all the
    /// same.</returns>
    private T? Before<T>(Func<byte[]?> read, T none, Func<KeptConfig, T> of) where T : class
    {
        try
        {
            return read() is not { } former ? null
                : former.Length == 0 ? none
                : ReadSigned(former).Succeeded(out var before, out _) ? of(before)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
