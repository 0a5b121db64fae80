using System.Text;
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

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly Es256Signer? own;
    private KeptConfig? kept;
    private ConfigVersion? demanded;
    private string? refused;

    private SentConfigStore(IStorage storage, Es256Signer? own) => (this.storage, this.own) = (storage, own);

    /// <summary>What is on disk; null: nothing that is good. Any thread.</summary>
    public KeptConfig? Kept => Volatile.Read(ref kept);

    /// <summary>What was wrong with what was found; null when nothing was.</summary>
    public string? Damage { get; private init; }

    /// <summary>Which one was not taken last, and why; null: none since the last that was. Any thread.</summary>
    public string? Refused => Volatile.Read(ref refused);

    /// <summary>Why this terminal cannot follow one; null: it can. Asked on the relay's thread.</summary>
    public Func<KeptConfig, string?> Judge { get; set; } = _ => null;

    /// <inheritdoc/>
    public ConfigVersion? Highest => IsLost ? Volatile.Read(ref demanded) : Kept?.Sent.Version;

    /// <inheritdoc/>
    public bool IsLost =>
        Volatile.Read(ref demanded) is { } used && (Kept is not { Sent.Version: var found } || found < used);

    /// <summary>What may be in force: what is on disk, unless a later one was in force before.</summary>
    public KeptConfig? Current => IsLost ? null : Kept;

    /// <summary>Reads what is on disk.</summary>
    /// <param name="storage">The state folder.</param>
    /// <param name="site">Whose configurations are taken.</param>
    /// <param name="terminal">For whom they must be.</param>
    /// <param name="ledgerKeys">Who may sign one.</param>
    /// <param name="own">Opens what is sealed for the terminal; null: for who only looks.</param>
    public static SentConfigStore Open(
        IStorage storage, SiteId site, TerminalId terminal, IKeyRing ledgerKeys, Es256Signer? own)
    {
        try
        {
            if (!storage.Exists(FileName))
                return new SentConfigStore(storage, own);
            var signed = storage.Read(FileName);
            return Read(signed).Succeeded(out var kept, out var error)
                ? new SentConfigStore(storage, own) { kept = kept with { Former = FormerOf(kept) } }
                : new SentConfigStore(storage, own) { Damage = $"{FileName} in {storage.Name}: {error}" };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new SentConfigStore(storage, own)
            {
                Damage = $"cannot read {FileName} in {storage.Name}: {failure.Message}",
            };
        }

        Reading<KeptConfig> Read(ReadOnlyMemory<byte> signed) =>
            SignedMessage.Read<ConfigMessage>(signed, ledgerKeys, site, Addressee.Of(terminal))
                .Succeeded(out var message, out var error)
                ? KeptConfig.Of(message, own)
                : error;

        FormerPrices? FormerOf(KeptConfig kept)
        {
            try
            {
                return ReadFormer(storage, kept) is not { } former ? null
                    : former.Length == 0 ? FormerPrices.None
                    : Read(former).Succeeded(out var before, out _) ? FormerPrices.Of(before)
                    : null;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What it stands beside is good all the same.
                return null;
            }
        }
    }

    /// <summary>This one was in force: none below it is taken any more, whatever is on disk.</summary>
    public void Demand(ConfigVersion? used) => Volatile.Write(ref demanded, used);

    /// <inheritdoc/>
    public string? Save(ConfigMessage message, ReadOnlyMemory<byte> signed)
    {
        // Another thread puts into force what was kept before.
        lock (gate)
        {
            var why = WhyNotSaved(message, signed, out var ofPrices);
            Refuse(message.Number(), why ?? ofPrices);
            return why;
        }
    }

    /// <inheritdoc/>
    public void Refuse(ConfigVersion version, string? why) =>
        Volatile.Write(ref refused, why is null ? null : FactText.Fit($"{version}: {why}"));

    /// <summary>What is kept is in force, or will be between two guests.</summary>
    /// <param name="followed">It.</param>
    /// <param name="ofPrices">Why its prices are not; null: they are, and none before them counts any more.</param>
    public void Follow(KeptConfig followed, string? ofPrices)
    {
        lock (gate)
        {
            Refuse(followed.Sent.Version, ofPrices);
            if (ofPrices is not null || Kept is not { } now || now.Sent != followed.Sent || !ForgetFormer())
                return;
            Volatile.Write(ref kept, now with { Former = null });
        }
    }

    /// <summary>
    /// Where only its prices cannot be followed, staff, limits and card keys are taken, if there is anything new in
    /// them: a PIN or a limit that is taken away must not wait for a price.
    /// </summary>
    private string? WhyNotSaved(ConfigMessage message, ReadOnlyMemory<byte> signed, out string? ofPrices)
    {
        ofPrices = null;
        if (!KeptConfig.Of(message, own).Succeeded(out var offered, out var error))
            return error.Detail;
        if (Judge(offered) is { } why)
        {
            var inPart = offered with { Former = FormerPrices.Of(Kept) };
            // Where what was in force is lost, nobody knows which prices those before are.
            if (IsLost || offered.Config.Prices is null || !SaysMoreThanPrices(offered.Config) ||
                Judge(inPart) is not null)
                return why;
            (offered, ofPrices) = (inPart, FormerPrices.Refusal(why));
        }
        try
        {
            if (offered.Former is not null)
                KeepFormer(offered.Sent.Version);
            // The key that opens it lies beside it.
            storage.ReplaceSecret(FileName, signed.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"it could not be stored: {failure.Message}";
        }
        Volatile.Write(ref kept, offered);
        if (offered.Former is null)
            ForgetFormer();
        return null;
    }

    /// <summary>It counts no more, and has PINs in it.</summary>
    /// <returns>False: it is still there. It is tried again when the next one is stored, or a start follows this one.
    /// </returns>
    private bool ForgetFormer()
    {
        try
        {
            if (storage.Exists(FormerName))
                storage.Delete(FormerName);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool SaysMoreThanPrices(TerminalConfig offered) =>
        (offered.Staff, offered.Limits, offered.CardKeys) !=
        (Kept?.Config.Staff, Kept?.Config.Limits, Kept?.Config.CardKeys);

    /// <summary>
    /// It counts with the one that is stored next; and with the one that is there, where it counted with that before:
    /// the power may go before the other is stored.
    /// </summary>
    private void KeepFormer(ConfigVersion next)
    {
        var (withWhich, before) = Kept is not { } now ? ($"{next}", (byte[])[])
            : now.Former is null ? ($"{next}", storage.Read(FileName))
            : ($"{now.Sent.Version} {next}",
                ReadFormer(storage, now) ?? throw new IOException($"{FormerName} in {storage.Name} is gone"));
        storage.ReplaceSecret(FormerName, [.. Encoding.ASCII.GetBytes($"{withWhich}\n"), .. before]);
    }

    /// <returns>Null: there is none for this one.</returns>
    private static byte[]? ReadFormer(IStorage storage, KeptConfig kept)
    {
        if (!storage.Exists(FormerName))
            return null;
        var all = storage.Read(FormerName);
        var end = Array.IndexOf(all, (byte)'\n');
        return end >= 0 &&
            Encoding.ASCII.GetString(all, 0, end).Split(' ').Contains($"{kept.Sent.Version}", StringComparer.Ordinal)
                ? all[(end + 1)..]
                : null;
    }
}
