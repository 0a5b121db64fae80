using System.Net;
using System.Text;
using MQTTnet;
using MQTTnet.Channel;
using MQTTnet.Protocol;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>Our options in the library's words.</summary>
internal static class LibraryOptions
{
    public static MqttClientOptions Of(MqttOptions options, IMqttClientStreamProvider dialler)
    {
        var library = new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions
            {
                // For the library's log; the dialler dials.
                RemoteEndpoint = new DnsEndPoint(options.Host, options.Port),
                StreamProvider = dialler,
            },
            ClientId = options.ClientId,
            CleanSession = options.SessionExpiry == TimeSpan.Zero,
            SessionExpiryInterval = (uint)options.SessionExpiry.TotalSeconds,
            KeepAlivePeriod = options.KeepAlive,
            ReceiveMaximum = (ushort)options.InboxCapacity,
            MaximumPacketSize = MqttOptions.LargestPacket,
            Timeout = options.Patience,
        };
        if (options.UserName is not null || options.Password is not null)
            library.Credentials = new MqttClientCredentials(
                options.UserName, options.Password is { } password ? Encoding.UTF8.GetBytes(password) : null);
        if (options.LastWill is { } will)
        {
            library.WillTopic = will.Topic;
            library.WillPayload = will.Payload.ToArray();
            library.WillRetain = will.Retained;
            library.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
        }
        return library;
    }
}
