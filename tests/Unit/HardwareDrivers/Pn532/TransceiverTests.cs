using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class TransceiverTests
{
    private const string Command = "0000FF02FED4022A00";
    private const string Ack = "0000FF00FF00";
    private const string Nack = "0000FFFF0000";
    private const string Response = "0000FF06FAD50332010607E800";
    private const string Damaged = "0000FF06FAD50332010607E900";
    private const string OtherResponse = "0000FF02FED533F800";
    private const string ErrorFrame = "0000FF01FF7F8100";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private readonly VirtualClock clock = new();

    [Theory]
    [InlineData(Ack + Response)]
    [InlineData(OtherResponse + Ack + Response)]
    [InlineData(Response + Ack + Ack + Response)]
    [InlineData(Ack + OtherResponse + Response)]
    [InlineData("5500FF12" + Ack + "55FF12" + Response)]
    public void The_response_to_this_command_counts_and_nothing_stale(string arriving)
    {
        var line = new ScriptedLine(clock, arriving);

        var answered = Assert.IsType<ExchangeOutcome<FirmwareVersion>.Answered>(Execute(line));

        Assert.Equal(new FirmwareVersion(1, 6, 7), answered.Response);
        Assert.Equal(Command, line.Written[0]);
    }

    [Fact]
    public void A_stale_response_before_the_ACK_is_no_answer()
    {
        var line = new ScriptedLine(clock, Response + Ack);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Unanswered>(Execute(line));
    }

    [Fact]
    public void A_stale_response_is_no_ACK()
    {
        var line = new ScriptedLine(clock, OtherResponse, Ack + Response);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Answered>(Execute(line));
        Assert.Equal([Command, Command], line.Written);
    }

    [Fact]
    public void A_damaged_response_is_asked_for_again_by_NACK()
    {
        var line = new ScriptedLine(clock, Ack + Damaged, Response);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Answered>(Execute(line));
        Assert.Equal([Command, Nack], line.Written);
    }

    [Fact]
    public void A_response_cut_off_half_way_is_asked_for_again_by_NACK()
    {
        var line = new ScriptedLine(clock, Ack + Response[..14], Response);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Answered>(Execute(line));
        Assert.Equal([Command, Nack], line.Written);
    }

    [Fact]
    public void A_response_damaged_twice_is_given_up_and_aborted()
    {
        var line = new ScriptedLine(clock, Ack + Damaged, Damaged);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Garbled>(Execute(line));
        Assert.Equal([Command, Nack, Ack], line.Written);
    }

    [Fact]
    public void A_response_of_another_chip_is_garbled()
    {
        var line = new ScriptedLine(clock, Ack + "0000FF06FAD50333010607E700");

        var garbled = Assert.IsType<ExchangeOutcome<FirmwareVersion>.Garbled>(Execute(line));
        Assert.Contains("expected IC 32", garbled.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_is_not_acknowledged_is_sent_once_more()
    {
        var line = new ScriptedLine(clock, "", Ack + Response);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Answered>(Execute(line));
        Assert.Equal([Command, Command], line.Written);
    }

    [Fact]
    public void Without_any_ACK_nobody_is_there()
    {
        var line = new ScriptedLine(clock);

        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Unacknowledged>(Execute(line));
        Assert.Equal([Command, Command, Ack], line.Written);
        Assert.Equal(200, clock.Now / 1e6);
    }

    [Fact]
    public void When_the_patience_is_over_the_command_is_aborted_by_ACK()
    {
        var line = new ScriptedLine(clock, Ack);

        var unanswered = Assert.IsType<ExchangeOutcome<FirmwareVersion>.Unanswered>(Execute(line));

        Assert.Equal("no response within 250 ms", unanswered.ToString());
        Assert.Equal([Command, Ack], line.Written);
        Assert.Equal(250, clock.Now / 1e6);
    }

    [Fact]
    public void A_syntax_error_is_a_refusal()
    {
        Assert.IsType<ExchangeOutcome<FirmwareVersion>.Refused>(Execute(new ScriptedLine(clock, Ack + ErrorFrame)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Ack)]
    public void A_cancelled_command_is_aborted_by_ACK(string arriving)
    {
        using var cancellation = new CancellationTokenSource();
        var line = new ScriptedLine(clock, arriving) { Waiting = cancellation.Cancel };

        Assert.Throws<OperationCanceledException>(() => Execute(line, cancellation));

        Assert.Equal([Command, Ack], line.Written);
        Assert.Equal(0, clock.Now);
    }

    [Fact]
    public void A_cancellation_stays_one_when_the_line_is_lost()
    {
        using var cancellation = new CancellationTokenSource();
        var line = new ScriptedLine(clock, Ack);
        line.Waiting = () =>
        {
            line.Dead = true;
            cancellation.Cancel();
        };

        Assert.Throws<OperationCanceledException>(() => Execute(line, cancellation));
    }

    private ExchangeOutcome<FirmwareVersion> Execute(ScriptedLine line, CancellationTokenSource? cancellation = null)
    {
        var settings = new Pn532Settings();
        var transceiver = new Transceiver(new SerialFrameLink(line, settings, clock), settings, clock);
        return transceiver.Execute(new GetFirmwareVersion(), Patience, cancellation?.Token ?? CancellationToken.None);
    }
}
