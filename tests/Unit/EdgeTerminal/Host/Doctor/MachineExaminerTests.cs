using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

public class MachineExaminerTests
{
    [Theory]
    [InlineData("2026-11-20T12:00:00Z", true, "2026-11-20 12:00:00Z, synchronised", false)]
    [InlineData("2026-11-20T12:00:00Z", null, "2026-11-20 12:00:00Z, not known whether synchronised", false)]
    [InlineData("2026-11-20T12:00:00Z", false, "2026-11-20 12:00:00Z, not synchronised", false)]
    [InlineData("1970-01-01T00:00:09Z", false, "1970-01-01 00:00:09Z, not synchronised", true)]
    public void A_clock_that_cannot_be_right_is_a_problem(
        string now, bool? isSynchronised, string found, bool isProblem)
    {
        var finding = MachineExaminer.Clock(
            DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), isSynchronised);

        Assert.StartsWith(found, finding.Found, StringComparison.Ordinal);
        Assert.Equal(isProblem, finding.IsProblem);
    }

    [Fact]
    public void It_says_what_is_in_the_build()
    {
        var findings = MachineExaminer.Examine(new ManualTime()).ToDictionary(finding => finding.Subject);

        Assert.StartsWith("edge-terminal 0.1.0", findings["build"].Found, StringComparison.Ordinal);
        Assert.Contains("mosquitto", findings["MQTT clients"].Found, StringComparison.Ordinal);
        Assert.False(findings["clock"].IsProblem);
    }
}
