using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>A line of another terminal, whose form is right and whose signature nobody has checked.</summary>
/// <param name="Signed">What is to be checked.</param>
/// <param name="Head">What it says.</param>
/// <param name="Hash">Its name.</param>
public sealed record PeerLine(SignedObject Signed, RecordHead Head, Digest Hash)
{
    /// <summary>Reads one.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="site">Whose lines are taken.</param>
    public static Reading<PeerLine> Read(ReadOnlyMemory<byte> line, SiteId site) =>
        Jws.OpenUnverified(JwsType.Record, line).Succeeded(out var signed, out var error) &&
        RecordLine.ReadHead(signed, site).Succeeded(out var head, out error)
            ? new PeerLine(signed, head, signed.Hash())
            : error;
}
