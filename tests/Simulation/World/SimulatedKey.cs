using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>A signing key of a run: a keyed hash, or the real thing.</summary>
internal sealed record SimulatedKey(ISigner Signer, IVerifier Verifier, JsonWebKey Public)
{
    /// <summary>Whose signatures count where only this key does.</summary>
    public IKeyRing Ring => new KeyRing(Verifier);

    /// <summary>A new key.</summary>
    public static SimulatedKey Create(bool isReal)
    {
        if (isReal)
        {
            var real = Es256Signer.Create();
            return new SimulatedKey(real, real.PublicKey, real.PublicKey.ToJsonWebKey());
        }
        var key = KeyedHashKey.Create();
        return new SimulatedKey(key, key, key.PublicKey);
    }
}
