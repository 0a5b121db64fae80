using System.Security.Cryptography;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Bench;

/// <summary>What signing and opening a journal line costs, beside the bare signature and the bare check.</summary>
internal sealed class CryptoMeasure : IMeasure
{
    private const int Rounds = 5_000;
    private const int WarmUp = 500;

    public string Name => "crypto";

    public string Description => "signing and opening the line of a sale (ES256, P-256), beside the bare signature";

    public Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var site = new Site();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var record = Records.At(1, Guests.Beer(1));
        var line = RecordLine.Write(record, site.Terminal);
        var payload = line.Payload.ToArray();
        var input = line.SigningInput.ToArray();
        var signature = key.SignData(input, HashAlgorithmName.SHA256);
        var keys = site.TerminalKeys;
        var parts = new (string What, Action Do, List<double> Times)[]
        {
            ("write the line of a record: JSON and Jws.Sign", () => RecordLine.Write(record, site.Terminal), []),
            ("Jws.Sign", () => Jws.Sign(JwsType.Record, payload, site.Terminal), []),
            ("bare signature of as many bytes", () => key.SignData(input, HashAlgorithmName.SHA256), []),
            ("Jws.Open", () => Jws.Open(JwsType.Record, line.Compact, keys).OrThrow(), []),
            ("bare check of as many bytes", () => key.VerifyData(input, signature, HashAlgorithmName.SHA256), []),
            ("read the record of an opened line", () => RecordLine.Read(line, Site.Id).OrThrow(), []),
        };
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var part in parts)
                part.Times.Add(Elapsed.Milliseconds(part.Do));
        }

        table.Head(this);
        foreach (var part in parts)
            table.Times(part.What, Warm(part.Times));
        table.Ratio("Jws.Sign / bare signature", Warm(parts[1].Times), Warm(parts[2].Times));
        table.Ratio("Jws.Open / bare check", Warm(parts[3].Times), Warm(parts[4].Times));
        table.Write("the line of a sale", "", $"{line.Compact.Length} bytes", "", "", null);
        return Task.CompletedTask;
    }

    private static Distribution Warm(List<double> times) => Distribution.Of(times.Skip(WarmUp));
}
