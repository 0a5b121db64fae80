using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class EnrolmentTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_was_written_is_read_again()
    {
        var enrolment = Example(largestStep: 50);

        Assert.Equal(enrolment, Enrolment.Read(enrolment.Write()).OrThrow());
    }

    [Fact]
    public void An_enrolment_of_before_there_were_counters_is_read_with_the_usual_step()
    {
        var written = Encoding.UTF8.GetString(Example(largestStep: 50).Write());
        var before = written.Replace(",\n    \"largestCounterStep\": 50", "", StringComparison.Ordinal);
        Assert.NotEqual(written, before);

        var read = Enrolment.Read(Encoding.UTF8.GetBytes(before)).OrThrow();

        Assert.Equal(Example(TerminalLimits.UsualCounterStep), read);
    }

    [Fact]
    public void A_largest_step_below_one_is_refused() =>
        Assert.False(Enrolment.Read(Example(largestStep: 0).Write()).Succeeded(out _, out _));

    private Enrolment Example(int largestStep) => new(
        Enrolment.CurrentVersion,
        Site.Id,
        Site.Bar,
        site.Terminal.KeyId,
        site.Ledger.PublicKey.ToJsonWebKey(),
        Site.Key.Reveal(),
        1,
        TerminalLimits.Default with { LargestCounterStep = largestStep });
}
