using CloudBridge.Contract;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What a terminal asks people, and keeps, while it is enrolled.</summary>
public sealed class EnrollingTests : IDisposable
{
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");

    private readonly TemporaryFolder temporary = new();
    private readonly Es256Signer ledger = Es256Signer.Create();
    private readonly Es256Signer other = Es256Signer.Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EnrollingFolder Folder => new(temporary.In("state"), temporary.In("state"));

    public void Dispose()
    {
        temporary.Dispose();
        ledger.Dispose();
        other.Dispose();
    }

    [Theory]
    [InlineData("https://ledger.lan:8443", true)]
    [InlineData("https://ledger.lan:8443/", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://ledger.lan:8080", false)]
    [InlineData("http://127.0.0.1.example:8080", false)]
    [InlineData("ftp://ledger.lan", false)]
    [InlineData("ledger.lan:8443", false)]
    [InlineData("https://ledger.lan/enroll#bar-1:123456", false)]
    [InlineData("https://bar-1:123456@ledger.lan", false)]
    [InlineData("", false)]
    public void A_server_is_dialled_by_TLS_except_on_this_machine(string text, bool isGood) =>
        Assert.Equal(isGood, EnrollCommand.TryReadServer(text, out _) is null);

    [Fact]
    public async Task Two_lines_are_name_and_PIN()
    {
        var credentials = Typed("bar-1", "123 456");

        Assert.Equal(Bar, await credentials.NameAsync(Cancellation));
        Assert.Equal("123456", await credentials.PinAsync(Bar, Cancellation));
    }

    [Fact]
    public async Task Where_the_name_is_known_the_first_line_must_say_the_same()
    {
        Assert.Equal("123456", await Typed("bar-1", "123456").PinAsync(Bar, Cancellation));
        await Assert.ThrowsAsync<EnrolmentException>(() => Typed("bar-2", "123456").PinAsync(Bar, Cancellation));
        await Assert.ThrowsAsync<EnrolmentException>(() => Typed("123456").PinAsync(Bar, Cancellation));
    }

    [Theory]
    [InlineData("bar 1")]
    [InlineData("")]
    public async Task What_is_no_name_is_said(string line)
    {
        var error = await Assert.ThrowsAsync<EnrolmentException>(() => Typed(line).NameAsync(Cancellation));
        Assert.Contains(Name.Expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345x")]
    [InlineData("١٢٣٤٥٦")]
    public async Task What_is_no_PIN_is_said(string line)
    {
        var error = await Assert.ThrowsAsync<EnrolmentException>(
            () => Typed("bar-1", line).PinAsync(Bar, Cancellation));
        Assert.Contains("6 digits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_is_asked_for_the_PIN_alone_where_the_name_is_known()
    {
        using var prompts = new StringWriter();
        var credentials = new Credentials(_ => Task.FromResult<string?>("123456"), prompts);

        Assert.True(credentials.PinAsync(Bar, Cancellation).IsCompletedSuccessfully);
        Assert.Equal("PIN of bar-1: ", prompts.ToString());
    }

    [Fact]
    public void The_ledger_that_was_heard_first_stays_until_the_enrolment_is_over()
    {
        Folder.Make(Site.Id, Bar).Signer.Dispose();
        Hear(ledger);
        Hear(ledger);

        Assert.Contains(
            "another ledger's key",
            Assert.Throws<EnrolmentException>(() => Hear(other)).Message,
            StringComparison.Ordinal);
        Folder.Forget();
        Hear(other);
    }

    [Fact]
    public void A_key_for_nothing_is_taken_back_and_one_with_a_journal_is_not()
    {
        var state = temporary.In("state");
        Folder.Make(Site.Id, Bar).Signer.Dispose();
        Folder.Forget();
        Assert.False(TerminalFolder.HasKey(state));
        Folder.Make(Site.Id, TerminalId.Parse("bar-2")).Signer.Dispose();
        TerminalFolder.Open(state).Dispose();

        Folder.Forget();

        Assert.True(TerminalFolder.HasKey(state));
    }

    private static Credentials Typed(params string[] lines)
    {
        var left = new Queue<string>(lines);
        return new Credentials(_ => Task.FromResult(left.TryDequeue(out var line) ? line : null), prompts: null);
    }

    private void Hear(Es256Signer key) => Folder.Hear(key.PublicKey.ToJsonWebKey(), key.KeyId);
}
