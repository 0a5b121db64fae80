using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>The signed objects that our code makes of what was typed by hand, in the order of the files.</summary>
internal static class VectorObjects
{
    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Journal(KeyId key) =>
        VectorRecords.Chain(record => RecordLine.Write(record, new GivenSignature(key)).Hash())
            .Select(row => (row.Says, Sign(row.Record)));

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Acks() => Messages(VectorMessages.Acks);

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Beats() =>
        Messages(VectorMessages.Beats);

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Configs() =>
        Messages(VectorMessages.Configs);

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Lists() =>
        Messages(VectorMessages.Lists(WholeList(), Halves(), Counted(), Merged(), Spoken()));

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Reallocations() =>
        Messages(VectorActs.Reallocations);

    public static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Acts() => Messages(VectorActs.Acts);

    /// <summary>All cards in one chunk.</summary>
    public static IReadOnlyList<byte[]> WholeList() => CardChunks.Write(VectorMessages.Cards);

    /// <summary>The same in two, which our own writer would make of 512 cards and more.</summary>
    public static IReadOnlyList<byte[]> Halves() =>
        [.. Enumerable.Range(0, 2).SelectMany(index => CardChunks.Write(VectorMessages.CardsOfHalf(index)))];

    /// <summary>Cards whose counters the ledger knows, in one chunk.</summary>
    public static IReadOnlyList<byte[]> Counted() => CardChunks.Write(VectorMessages.CountedCards);

    /// <summary>Cards whose wallets were merged, in one chunk.</summary>
    public static IReadOnlyList<byte[]> Merged() => CardChunks.Write(VectorMessages.MergedCards);

    /// <summary>A card that has a language, in one chunk.</summary>
    public static IReadOnlyList<byte[]> Spoken() => CardChunks.Write(VectorMessages.SpokenCards);

    private static Func<ISigner, SignedObject> Sign(JournalRecord record) =>
        signer => RecordLine.Write(record, signer);

    private static IEnumerable<(string Says, Func<ISigner, SignedObject> Sign)> Messages<T>(
        IEnumerable<(string Says, T Message)> messages) where T : class, ISignedMessage<T> =>
        messages.Select(row => (row.Says, (Func<ISigner, SignedObject>)(
            signer => SignedMessage.Sign(row.Message, signer))));
}
