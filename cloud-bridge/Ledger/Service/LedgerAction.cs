using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>What the ledger's logic wants done.</summary>
public abstract record LedgerAction
{
    private LedgerAction()
    {
    }

    /// <summary>Publish.</summary>
    public sealed record Publish(MqttMessage Message) : LedgerAction
    {
        /// <summary>A broker that refuses it is told of; the connection goes on.</summary>
        public bool MayBeRefused { get; init; }

        /// <summary>Each counts: a later one of its topic does not take its place.</summary>
        public bool IsOneOfMany { get; init; }
    }

    /// <summary>Say in the log that a message was not what its topic carries; of many, not each.</summary>
    /// <param name="Topic">Where it came.</param>
    /// <param name="Kind">What was wrong with it, in a word: reports are counted by it.</param>
    /// <param name="Detail">For people.</param>
    public sealed record Report(string Topic, string Kind, string Detail) : LedgerAction
    {
        /// <summary>From bytes that were not accepted.</summary>
        public static Report Of(string topic, FormatError error) => new(topic, error.Kind.ToString(), error.ToString());
    }

    /// <summary>Keep what is no line of a journal, for whoever wants to know who sent it.</summary>
    /// <param name="Terminal">On whose topic it came; null: on that of nobody who is enrolled.</param>
    /// <param name="AtMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="Kind">What is wrong with it, in a word.</param>
    /// <param name="Detail">For people.</param>
    /// <param name="Bytes">As they came.</param>
    public sealed record KeepRejected(
        TerminalId? Terminal, long AtMilliseconds, string Kind, string Detail, ReadOnlyMemory<byte> Bytes)
        : LedgerAction
    {
        /// <summary>From bytes that were not accepted.</summary>
        public static KeepRejected Of(
            TerminalId? terminal, long atMilliseconds, FormatError error, ReadOnlyMemory<byte> bytes) =>
            new(terminal, atMilliseconds, error.Kind.ToString(), error.Detail, bytes);
    }
}
