using CloudBridge.Mqtt;

namespace Tests.Unit.CloudBridge.Mqtt;

public sealed class NotTakenTests
{
    private const long Hour = 3_600_000;

    private readonly NotTaken notTaken = new();

    [Fact]
    public void Of_many_the_first_the_tenth_and_the_hundredth_are_worth_a_line()
    {
        var lines = Enumerable.Range(1, 2_000).Select(_ => notTaken.Count("ack", "BadContent", 0)).OfType<long>();

        Assert.Equal([1, 10, 100, 1_000], lines);
    }

    [Fact]
    public void Each_topic_and_kind_is_counted_by_itself()
    {
        notTaken.Count("ack", "BadContent", 0);

        Assert.Equal(1, notTaken.Count("ack", "UnknownKey", 0));
        Assert.Equal(1, notTaken.Count("beat", "BadContent", 0));
        Assert.Null(notTaken.Count("beat", "BadContent", 0));
    }

    [Fact]
    public void After_a_quiet_hour_counting_begins_anew()
    {
        notTaken.Count("ack", "BadContent", 0);
        Assert.Null(notTaken.Count("ack", "BadContent", Hour));

        Assert.Equal(1, notTaken.Count("ack", "BadContent", 2 * Hour + 1));
    }

    [Fact]
    public void Invented_topics_share_a_counter_until_others_have_been_quiet_for_an_hour()
    {
        var lines = Enumerable.Range(0, 1_000).Count(topic => notTaken.Count($"{topic}", "BadContent", 0) is not null);
        Assert.InRange(lines, 256, 260);

        Assert.Equal(1, notTaken.Count("ack", "BadContent", Hour + 1));
    }
}
