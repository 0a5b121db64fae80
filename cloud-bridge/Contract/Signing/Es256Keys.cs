namespace CloudBridge.Contract;

/// <summary>What keys are: P-256, for ES256.</summary>
public sealed class Es256Keys : IKeyReader
{
    private Es256Keys()
    {
    }

    /// <summary>The one there is.</summary>
    public static Es256Keys Instance { get; } = new();

    /// <inheritdoc/>
    public IVerifier Read(JsonWebKey key) => PublicKey.Read(key).OrThrow();
}
