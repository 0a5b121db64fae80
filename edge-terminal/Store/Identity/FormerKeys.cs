using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// The public halves of the keys that a terminal has had before: its journal goes back to them. A file of the state
/// folder each, named after the last epoch that it has signed.
/// </summary>
public static class FormerKeys
{
    private const string Prefix = "former-key-";
    private const string Suffix = ".jwk";

    /// <summary>The file of the key that has signed up to this epoch.</summary>
    public static string NameOf(long epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D10}{Suffix}");

    /// <summary>Those that are kept, the first one first.</summary>
    /// <param name="state">The state folder.</param>
    /// <exception cref="StateException">One is damaged.</exception>
    public static IReadOnlyList<PublicKey> In(IStorage state)
    {
        var keys = new List<PublicKey>();
        foreach (var name in state.List())
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
                keys.Add(Read(state, name));
        return keys;
    }

    /// <summary>Whose signatures count in the journal: the chain of its lines says which in which epoch.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="present">The key that the terminal has.</param>
    public static IKeyRing With(IStorage state, PublicKey present) =>
        new KeyRing(In(state).Append(present).DistinctBy(key => key.KeyId));

    private static PublicKey Read(IStorage state, string name) =>
        JsonWebKey.Read(state.Read(name)).Succeeded(out var jwk, out var error) &&
        PublicKey.Read(jwk).Succeeded(out var key, out error)
            ? key
            : throw new StateException(
                $"'{Path.Combine(state.Name, name)}': {error.Detail}. It is a key that this terminal had before: " +
                "restore it.");
}
