using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// What a terminal says of itself. Topics <c>t/{terminal}/status</c> and <c>t/{terminal}/holder</c>, retained.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The ledger.</param>
/// <param name="Terminal">Who says it.</param>
/// <param name="Boot">Its boot number.</param>
/// <param name="Process">Random, drawn by the process that says it: two of one boot number are two machines.</param>
/// <param name="Activity">Selling, out of service, or stopped.</param>
/// <param name="Software">Version of the daemon.</param>
/// <param name="List">The list in use; null when there is none.</param>
/// <param name="ListAgeMilliseconds">Its age as decisions see it; null when it was never confirmed.</param>
/// <param name="QueueEpoch">Epoch of the journal's last record.</param>
/// <param name="QueueEnd">Sequence of the journal's last record: how far there is something to hand in.</param>
/// <param name="Faults">Names of the faults that are raised: docs/faults.md.</param>
/// <param name="Reason">With which reason a guest who comes now is refused, whatever the card; null: with none.</param>
/// <param name="UnlistedDebits">Minor units of money that were sold there and that no card list shows: the most that
/// this terminal can lose of what it sold alone. Null: an earlier build, which does not say.</param>
/// <param name="Config">The configuration of the ledger's that is in force; null: none is.</param>
/// <param name="ConfigRefused">Why a later one is not; null: none was refused.</param>
public sealed record StatusMessage(
    SiteId Site,
    Addressee To,
    TerminalId Terminal,
    long Boot,
    Nonce Process,
    TerminalActivity Activity,
    string Software,
    ListVersion? List,
    long? ListAgeMilliseconds,
    long QueueEpoch,
    long QueueEnd,
    ValueList<string> Faults,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Reason? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? UnlistedDebits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConfigVersion? Config = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConfigRefused = null)
    : ISignedMessage<StatusMessage>
{
    private const int MostFaults = 100;

    /// <inheritdoc/>
    public static JwsType Type => JwsType.Status;

    /// <inheritdoc/>
    public static JsonTypeInfo<StatusMessage> Json => ContractJson.Default.StatusMessage;

    /// <summary>
    /// What the broker says when a terminal is gone without a word: the only unsigned status, which says nothing else.
    /// </summary>
    public static ReadOnlyMemory<byte> LastWill { get; } = """{"activity":"vanished"}"""u8.ToArray();

    /// <inheritdoc/>
    public string? Flaw() =>
        UnlistedDebits < Money.Zero
            ? "unlistedDebits below zero"
            : QueueEpoch < 0 || QueueEnd < 0
            ? "queueEpoch or queueEnd below zero"
            : Faults.Count > MostFaults
            ? $"{Faults.Count} faults; at most {MostFaults}"
            : Config?.Flaw() ?? FactFlaws.OfText(ConfigRefused) ??
                Faults.Prepend(Software).Select(FactFlaws.OfText).FirstOrDefault(flaw => flaw is not null);
}
