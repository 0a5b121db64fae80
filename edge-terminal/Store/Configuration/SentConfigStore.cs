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
            return SignedMessage.Read<ConfigMessage>(signed, ledgerKeys, site, Addressee.Of(terminal))
                .Succeeded(out var message, out var error) &&
                KeptConfig.Of(message, own).Succeeded(out var kept, out error)
                ? new SentConfigStore(storage, own) { kept = kept }
                : new SentConfigStore(storage, own) { Damage = $"{FileName} in {storage.Name}: {error}" };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new SentConfigStore(storage, own)
            {
                Damage = $"cannot read {FileName} in {storage.Name}: {failure.Message}",
            };
        }
    }

    /// <summary>This one was in force: none below it is taken any more, whatever is on disk.</summary>
    public void Demand(ConfigVersion? used) => Volatile.Write(ref demanded, used);

    /// <inheritdoc/>
    public string? Save(ConfigMessage message, ReadOnlyMemory<byte> signed)
    {
        var why = WhyNotSaved(message, signed);
        Refuse(message.Number(), why);
        return why;
    }

    /// <summary>This one cannot be followed, though it may be on disk.</summary>
    /// <param name="version">Which.</param>
    /// <param name="why">Null: it can.</param>
    public void Refuse(ConfigVersion version, string? why) =>
        Volatile.Write(ref refused, why is null ? null : FactText.Fit($"{version}: {why}"));

    private string? WhyNotSaved(ConfigMessage message, ReadOnlyMemory<byte> signed)
    {
        if (!KeptConfig.Of(message, own).Succeeded(out var offered, out var error))
            return error.Detail;
        if (Judge(offered) is { } why)
            return why;
        try
        {
            // The key that opens it lies beside it.
            storage.ReplaceSecret(FileName, signed.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"it could not be stored: {failure.Message}";
        }
        Volatile.Write(ref kept, offered);
        return null;
    }
}
