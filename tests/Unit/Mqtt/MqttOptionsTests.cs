using CloudBridge.Mqtt;

namespace Tests.Unit.Mqtt;

public class MqttOptionsTests
{
    private static readonly MqttOptions Good = new("broker", 1883, "gate-1");

    public static TheoryData<string, MqttOptions> Bad => new()
    {
        { "Host is empty; expected a name or an address", Good with { Host = " " } },
        { "Port is 65536; expected 1 to 65535", Good with { Port = 65536 } },
        { "ClientId holds U+0000", Good with { ClientId = "gate\0" } },
        { "ClientId holds U+1FFFE", Good with { ClientId = "gate\U0001FFFE" } },
        { "KeepAlive is 00:00:04; expected whole seconds, 5 s to 65535 s", Good with { KeepAlive = Seconds(4) } },
        { "KeepAlive is 18:12:16; expected whole seconds, 5 s to 65535 s", Good with { KeepAlive = Seconds(65536) } },
        {
            "KeepAlive is 00:00:07.5000000; expected whole seconds, 5 s to 65535 s",
            Good with { KeepAlive = Seconds(7.5) }
        },
        {
            "SessionExpiry is -00:00:01; expected whole seconds, 0 s to 4294967295 s",
            Good with { SessionExpiry = Seconds(-1) }
        },
        { "Patience is 00:00:00; expected more than nothing and at most an hour", Good with { Patience = Seconds(0) } },
        { "InboxCapacity is 65536; expected 1 to 65535", Good with { InboxCapacity = 65536 } },
        { "LastWill: The topic 'a/#' holds a wildcard.", Good with { LastWill = new("a/#", default) } },
        {
            "LastWill has 65536 bytes; expected at most 65535",
            Good with { LastWill = new("a", new byte[65536]) }
        },
        { "UserName is empty", Good with { UserName = "" } },
        { "Password is longer than 65535 bytes", Good with { Password = new string('x', 65536) } },
    };

    [Fact]
    public void Options_that_can_be_used_have_no_fault()
    {
        Assert.Null(Good.Check());
        Assert.Null((Good with { SessionExpiry = Seconds(uint.MaxValue), KeepAlive = Seconds(65535) }).Check());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Options_that_cannot_be_used_say_why(string why, MqttOptions options)
    {
        Assert.Equal($"MQTT options: {why}.", options.Check()?.Detail);
    }

    [Fact]
    public void Options_never_print_the_password()
    {
        var options = Good with { UserName = "gate", Password = "s3cret" };

        Assert.Equal("MqttOptions { gate-1 at broker:1883 }", options.ToString());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
