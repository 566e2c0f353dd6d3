#include "server/protocol/command_decoder.h"

#include <array>

#include "server/protocol/json_reader.h"
#include "server/protocol/payload_json.h"
#include "server/protocol/safe_text.h"

namespace parley {
namespace {

enum Slot : std::size_t {
    Op,
    Id,
    Namespace,
    Topic,
    From,
    Text,
    Base64,
    Key,
    Hops,
    Secret,
    SlotCount
};

constexpr std::array<std::string_view, SlotCount> kNames{
    "op", "id", "namespace", "topic", "from", "text", "base64", "idempotencyKey", "hops", "token"};

constexpr unsigned bit(Slot slot)
{
    return 1u << slot;
}

struct Operation {
    std::string_view name;
    unsigned members; // those it takes beside op and id
};
constexpr unsigned kKey = bit(Namespace) | bit(Topic);
constexpr Operation kPublish{"publish", kKey | bit(Text) | bit(Base64) | bit(Key) | bit(Hops)};
constexpr Operation kSubscribe{"subscribe", kKey | bit(From)};
constexpr Operation kUnsubscribe{"unsubscribe", kKey};
constexpr Operation kAuthenticate{"authenticate", bit(Secret)};
constexpr Operation kPing{"ping", 0};

Error invalid(std::string message)
{
    return {ErrorCode::InvalidArgument, std::move(message)};
}

// The members of one command, by what they are called.
class Members
{
public:
    explicit Members(std::span<const JsonMember> members) : m_first(members.data())
    {
        for (const JsonMember &member : members)
            put(member);
    }

    const JsonMember *at(Slot slot) const { return m_slots[slot]; }
    std::size_t index(Slot slot) const { return static_cast<std::size_t>(m_slots[slot] - m_first); }

    Result<void> onlyThoseOf(const Operation &operation) const
    {
        if (m_unknown)
            return invalid("unknown member " + quoted(m_unknown->name));
        for (std::size_t i = Namespace; i < SlotCount; ++i)
            if (m_slots[i] && !(operation.members >> i & 1u))
                return invalid(std::string(operation.name) + " takes no member "
                               + quoted(kNames[i]));
        return {};
    }

    Result<std::string_view> text(Slot slot) const
    {
        const JsonMember *member = m_slots[slot];
        if (!member)
            return invalid("member " + quoted(kNames[slot]) + " is missing");
        if (member->kind != JsonKind::String)
            return invalid("member " + quoted(kNames[slot]) + " must be a string");
        return member->string;
    }

    Result<TopicKey> key() const
    {
        auto nameSpace = NamespaceName::standard();
        if (m_slots[Namespace]) {
            const auto name = text(Namespace);
            if (!name)
                return name.error();
            auto parsed = NamespaceName::parse(*name);
            if (!parsed)
                return parsed.error();
            nameSpace = *std::move(parsed);
        }
        const auto name = text(Topic);
        if (!name)
            return name.error();
        auto topic = TopicName::parseAny(*name);
        if (!topic)
            return topic.error();
        return TopicKey{std::move(nameSpace), *std::move(topic)};
    }

private:
    void put(const JsonMember &member)
    {
        for (std::size_t i = 0; i < SlotCount; ++i) {
            if (member.name == kNames[i]) {
                m_slots[i] = &member;
                return;
            }
        }
        m_unknown = &member;
    }

    const JsonMember *m_first;
    std::array<const JsonMember *, SlotCount> m_slots{};
    const JsonMember *m_unknown = nullptr;
};

Result<Payload> payloadOf(const Members &members)
{
    std::optional<std::string_view> given[2];
    for (const Slot slot : {Text, Base64}) {
        if (!members.at(slot))
            continue;
        const auto value = members.text(slot);
        if (!value)
            return value.error();
        given[slot - Text] = *value;
    }
    return payloadOfMembers(given[0], given[1]);
}

Result<Command> publishFrom(const Members &members)
{
    if (auto ok = members.onlyThoseOf(kPublish); !ok)
        return ok.error();
    auto key = members.key();
    if (!key)
        return key.error();
    auto payload = payloadOf(members);
    if (!payload)
        return payload.error();
    PublishCommand command{*std::move(key), *std::move(payload)};
    if (members.at(Key)) {
        const auto text = members.text(Key);
        auto idempotencyKey = text ? IdempotencyKey::parse(*text) : text.error();
        if (!idempotencyKey)
            return idempotencyKey.error();
        command.idempotencyKey = *std::move(idempotencyKey);
    }
    if (const JsonMember *hops = members.at(Hops)) {
        if (hops->kind != JsonKind::Integer || hops->integer < 0 || hops->integer > UINT8_MAX)
            return invalid("member \"hops\" must be a whole number, 0 to 255");
        command.hops = static_cast<std::uint8_t>(hops->integer);
    }
    return Command{std::move(command)};
}

Result<Command> unsubscribeFrom(const Members &members)
{
    if (auto ok = members.onlyThoseOf(kUnsubscribe); !ok)
        return ok.error();
    auto key = members.key();
    if (!key)
        return key.error();
    return Command{UnsubscribeCommand{*std::move(key)}};
}

Result<Command> authenticateFrom(const Members &members)
{
    if (auto ok = members.onlyThoseOf(kAuthenticate); !ok)
        return ok.error();
    const auto secret = members.text(Secret);
    if (!secret)
        return secret.error();
    return Command{AuthenticateCommand{std::string(*secret)}};
}

Result<Command> pingFrom(const Members &members)
{
    if (auto ok = members.onlyThoseOf(kPing); !ok)
        return ok.error();
    return Command{PingCommand{}};
}

Result<std::optional<std::uint64_t>> idFrom(const JsonMember *member)
{
    if (!member)
        return std::optional<std::uint64_t>{};
    if (member->kind != JsonKind::Integer || member->integer < 0
        || static_cast<std::uint64_t>(member->integer) > kMaxWholeNumber)
        return invalid("member \"id\" must be a whole number below 2^53");
    return std::optional{static_cast<std::uint64_t>(member->integer)};
}

} // namespace

Result<DecodedCommand> CommandDecoder::decode(std::string_view text)
{
    m_id.reset();
    const auto members = m_parser.parseMembers(text);
    if (!members)
        return members.error();
    auto decoded = command(*members);
    if (!decoded)
        return decoded.error();
    return DecodedCommand{m_id, *std::move(decoded)};
}

Result<Command> CommandDecoder::command(std::span<const JsonMember> all)
{
    const Members members(all);
    const auto id = idFrom(members.at(Id));
    if (!id)
        return id.error();
    m_id = *id;
    const auto op = members.text(Op);
    if (!op)
        return op.error();
    if (*op == kPublish.name)
        return publishFrom(members);
    if (*op == kUnsubscribe.name)
        return unsubscribeFrom(members);
    if (*op == kAuthenticate.name)
        return authenticateFrom(members);
    if (*op == kPing.name)
        return pingFrom(members);
    if (*op != kSubscribe.name)
        return invalid("unknown op " + quoted(*op));

    if (auto ok = members.onlyThoseOf(kSubscribe); !ok)
        return ok.error();
    auto key = members.key();
    if (!key)
        return key.error();
    StartPoint from{};
    if (const JsonMember *member = members.at(From)) {
        auto given = startPoint(*member, members.index(From));
        if (!given)
            return given.error();
        from = *given;
    }
    return Command{SubscribeCommand{*std::move(key), from}};
}

Result<StartPoint> CommandDecoder::startPoint(const JsonMember &member, std::size_t index) const
{
    if (member.kind == JsonKind::String && member.string == "latest")
        return StartPoint{FromLatest{}};
    if (member.kind == JsonKind::String && member.string == "earliest")
        return StartPoint{FromEarliest{}};
    if (member.kind != JsonKind::Nested)
        return invalid("member \"from\" must be \"latest\", \"earliest\", {\"last\":N}, "
                       "{\"after\":{\"page\":P,\"sequence\":S}} or {\"time\":MILLISECONDS}");
    auto value = m_parser.nested(index);
    return value ? startPointFromJson(*value) : value.error();
}

} // namespace parley
