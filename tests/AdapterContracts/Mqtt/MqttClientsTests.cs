using System.Reflection;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Mqtt.Mosquitto.Native;

namespace Tests.AdapterContracts.Mqtt;

public class MqttClientsTests
{
    [Fact]
    public void Every_client_in_the_build_is_held_to_the_contract()
    {
        var held = Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.BaseType == typeof(MqttClientContract));

        Assert.Superset(
            MqttClients.All.Select(client => client.GetType().Name + "Tests").ToHashSet(),
            held.Select(type => type.Name).ToHashSet());
    }

    [Fact]
    public void Libmosquitto_is_always_in_and_a_librarys_adapter_goes_first()
    {
        Assert.Equal("mosquitto", MqttClients.All[^1].Name);
        Assert.Same(MqttClients.All[0], MqttClients.Default);
    }

    /// <summary>The clients know nothing of the contract; this holds the number that they state against it.</summary>
    [Fact]
    public void The_largest_packet_has_room_for_the_longest_message_of_the_contract_and_for_little_more()
    {
        var longest = JwsType.List.LongestBytes;
        const int longestTopic = 256;

        Assert.True(longest >= CardChunks.LongestChunk && longest >= Topics.LongestJournalMessage);
        Assert.All(
            new[]
            {
                JwsType.Ack, JwsType.Beat, JwsType.Status, JwsType.Delta, JwsType.Config, JwsType.Command, JwsType.Keys,
            },
            type => Assert.True(type.LongestBytes <= longest));
        Assert.InRange(MqttOptions.LargestPacket, longest + longestTopic, longest + 16 * longestTopic);
    }

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("Mosquitto")]
    public void A_client_is_found_by_its_name(string name)
    {
        Assert.True(MqttClients.TryFind(name, out var client, out _));

        Assert.Equal("mosquitto", client.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_name_it_is_the_default(string? name)
    {
        Assert.True(MqttClients.TryFind(name, out var client, out _));

        Assert.Same(MqttClients.Default, client);
    }

    [Fact]
    public void A_name_that_is_not_in_the_build_brings_the_names_that_are()
    {
        Assert.False(MqttClients.TryFind("paho", out _, out var error));

        Assert.StartsWith("There is no MQTT client 'paho' in this build; expected ", error, StringComparison.Ordinal);
        Assert.All(MqttClients.All, client => Assert.Contains(client.Name, error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_library_is_refused_with_what_to_install()
    {
        var fault = MosquittoLibrary.Load("libmosquitto-that-is-not-there.so.1");

        Assert.NotNull(fault);
        Assert.False(fault.MayRetry);
        Assert.Equal(
            "libmosquitto-that-is-not-there.so.1 is not on this machine. Install it (Debian: apt-get install " +
            "libmosquitto1), or configure another MQTT client.",
            fault.Detail);
    }
}
