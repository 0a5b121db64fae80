namespace Tests.Bench;

/// <summary>A program that waits for cards, by our driver or by another: from its start to its end.</summary>
internal interface IReaderClient : IAsyncDisposable
{
    /// <summary>Completes when a card may come.</summary>
    Task ReadyAsync(CancellationToken cancellation);

    /// <summary>Waits for a card.</summary>
    /// <param name="uid">Upper-case digits.</param>
    /// <returns>When the program had its UID in hand.</returns>
    Task<long> UidAsync(string uid, CancellationToken cancellation);
}
