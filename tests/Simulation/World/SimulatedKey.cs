using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>A signing key of a run: a keyed hash, or the real thing.</summary>
internal sealed record SimulatedKey(ISigner Signer, IVerifier Verifier, JsonWebKey Public)
{
    /// <summary>Whose signatures count where only this key does.</summary>
    public IKeyRing Ring => new KeyRing(Verifier);

    /// <summary>
    /// The key of somebody in a run: the same in each run of the plan, so that a story can be told again.
    /// </summary>
    public static SimulatedKey Of(Plan plan, string owner)
    {
        using var pair = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = SHA256.HashData(Encoding.ASCII.GetBytes($"{plan.Seed} {owner}")),
        });
        if (plan.RealKeys)
        {
            var real = Es256Signer.ReadPem(pair.ExportPkcs8PrivateKeyPem()).OrThrow();
            return new SimulatedKey(real, real.PublicKey, real.PublicKey.ToJsonWebKey());
        }
        var key = KeyedHashKey.Of(pair);
        return new SimulatedKey(key, key, key.PublicKey);
    }
}
