using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Reads public keys as the names of keyed hashes.</summary>
public sealed class KeyedHashKeys : IKeyReader
{
    private KeyedHashKeys()
    {
    }

    public static KeyedHashKeys Instance { get; } = new();

    public IVerifier Read(JsonWebKey key)
    {
        using var half = PublicKey.Read(key).OrThrow();
        return new KeyedHashKey(half.KeyId, half.ToJsonWebKey());
    }
}
