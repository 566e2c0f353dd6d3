#include "server/protocol/publish_scanner.h"

#include "server/protocol/json_escape.h"
#include "server/types/payload.h"

namespace parley {
namespace {

constexpr std::size_t kMaxIdDigits = 15; // any such number is below 2^53

// Eats a JSON text from the front. Every step says whether it fitted.
class Scanner
{
public:
    explicit Scanner(std::string_view json) : m_at(json.data()), m_end(json.data() + json.size()) {}

    bool isAtEnd()
    {
        skipSpaces();
        return m_at == m_end;
    }

    bool take(char c)
    {
        skipSpaces();
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    bool takePlainString(std::string_view &text)
    {
        if (!take('"'))
            return false;
        const std::string_view rest(m_at, static_cast<std::size_t>(m_end - m_at));
        const std::size_t size = plainLength(rest);
        if (size == rest.size() || rest[size] != '"')
            return false; // an escape, a control, or the end
        text = rest.substr(0, size);
        m_at += size + 1;
        return true;
    }

    bool takeWholeNumber(std::uint64_t &number)
    {
        skipSpaces();
        const char *const first = m_at;
        number = 0;
        for (; m_at != m_end && *m_at >= '0' && *m_at <= '9'; ++m_at)
            number = number * 10 + static_cast<std::uint64_t>(*m_at - '0');
        const auto digits = static_cast<std::size_t>(m_at - first);
        if (digits == 0 || digits > kMaxIdDigits)
            return false;
        return digits == 1 || *first != '0'; // no leading zero
    }

private:
    void skipSpaces()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r'))
            ++m_at;
    }

    const char *m_at;
    const char *m_end;
};

// The members that were seen, so that a doubled one is not taken.
enum Member : unsigned { Unknown = 0, Op = 1, Id = 2, Namespace = 4, Topic = 8, Text = 16 };
constexpr unsigned kRequired = Op | Topic | Text;

Member memberNamed(std::string_view name)
{
    switch (name.size()) { // one comparison each
    case 2: return name == "op" ? Op : name == "id" ? Id : Unknown;
    case 4: return name == "text" ? Text : Unknown;
    case 5: return name == "topic" ? Topic : Unknown;
    case 9: return name == "namespace" ? Namespace : Unknown;
    default: return Unknown;
    }
}

bool takeValue(Scanner &scanner, Member member, PlainPublish &publish)
{
    switch (member) {
    case Op: {
        std::string_view op;
        return scanner.takePlainString(op) && op == "publish";
    }
    case Id: return scanner.takeWholeNumber(publish.id.emplace());
    case Namespace: return scanner.takePlainString(publish.nameSpace);
    case Topic: return scanner.takePlainString(publish.topic);
    case Text: return scanner.takePlainString(publish.text);
    case Unknown: break;
    }
    return false;
}

} // namespace

std::optional<PlainPublish> scanPublish(std::string_view json)
{
    Scanner scanner(json);
    PlainPublish publish;
    unsigned seen = 0;
    if (!scanner.take('{'))
        return std::nullopt;
    do {
        std::string_view name;
        if (!scanner.takePlainString(name) || !scanner.take(':'))
            return std::nullopt;
        const Member member = memberNamed(name);
        if ((seen & member) != 0 || !takeValue(scanner, member, publish))
            return std::nullopt;
        seen |= member;
    } while (scanner.take(','));
    if (!scanner.take('}') || !scanner.isAtEnd() || (seen & kRequired) != kRequired
        || publish.text.size() > Payload::kMaxBytes)
        return std::nullopt;
    return publish;
}

} // namespace parley
