namespace CloudBridge.Contract;

/// <summary>
/// Makes verifiers of public keys as they stand in files and messages. An interface, so that the simulator's keyed hash
/// can take its place.
/// </summary>
public interface IKeyReader
{
    /// <summary>The verifier of a key whose form was checked.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    IVerifier Read(JsonWebKey key);
}
