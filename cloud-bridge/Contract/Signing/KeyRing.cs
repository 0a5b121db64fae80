using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>A fixed set of keys.</summary>
public sealed class KeyRing(IEnumerable<IVerifier> keys) : IKeyRing
{
    private readonly ImmutableDictionary<KeyId, IVerifier> keys = keys.ToImmutableDictionary(key => key.KeyId);

    /// <summary>One key.</summary>
    public KeyRing(IVerifier key) : this([key])
    {
    }

    /// <inheritdoc/>
    public IVerifier? Find(KeyId key) => keys.GetValueOrDefault(key);
}
