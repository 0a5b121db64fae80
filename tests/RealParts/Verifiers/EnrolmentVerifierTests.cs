using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>
/// An answer of our ledger's, decrypted and verified by jose; and words that another program works out.
/// </summary>
public sealed class EnrolmentVerifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EnrolmentBench bench = new();
    private readonly Es256Signer terminal = Es256Signer.Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        bench.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public async Task It_is_read_with_the_terminals_key_and_says_the_same_words()
    {
        Assert.SkipWhen(NodeVerifiers.Missing is not null, NodeVerifiers.Missing ?? "");
        var words = EnrolmentWords.Of(terminal.KeyId, bench.LedgerKey.KeyId);
        bench.Ask(terminal, Site.Bar, bench.Create(Site.Bar));
        bench.Desk.Confirm(Site.Bar, words, Decider.Command);
        var confirmed = Assert.IsType<AskOutcome.Confirmed>(bench.Ask(terminal, Site.Bar, null));
        var answer = confirmed.Answer.Write(bench.Ledger, terminal.PublicKey);

        var (code, output, errors) = await ReadAsync(terminal, bench.Ledger, answer);
        Assert.True(code == 0, string.Join('\n', errors));
        Assert.Equal($"{Site.Bar}: {words}", Assert.Single(output));

        using var stranger = Es256Signer.Create();
        Assert.NotEqual(0, (await ReadAsync(stranger, bench.Ledger, answer)).Code);
        Assert.NotEqual(0, (await ReadAsync(terminal, stranger, answer)).Code);
    }

    private async Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> ReadAsync(
        Es256Signer key, Es256Signer ledger, byte[] answer)
    {
        await File.WriteAllTextAsync(folder.In("terminal.pem"), key.RevealPem(), Cancellation);
        await File.WriteAllBytesAsync(
            folder.In("ledger.jwk"), ledger.PublicKey.ToJsonWebKey().Write(), Cancellation);
        await File.WriteAllBytesAsync(folder.In("answer.jwe"), answer, Cancellation);
        return await NodeVerifiers.RunAsync(
            "enrolment.mjs",
            ["--key", folder.In("terminal.pem"), "--ledger", folder.In("ledger.jwk"), folder.In("answer.jwe")],
            Cancellation);
    }
}
