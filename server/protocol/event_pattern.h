#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/protocol/json_value.h"

namespace parley {

// A question to a JSON payload in the syntax of Amazon EventBridge's event patterns:
//     {"kind": ["order", "refund"], "customer": {"age": [{"numeric": [">=", 18]}]}}
// All members must match; of a list any entry may. Entries are strings, numbers, true, false, null,
// or one of {"prefix":s} {"suffix":s} {"equals-ignore-case":s} {"anything-but":value or list}
// {"exists":bool} {"numeric":["<",1,...]}. Where the payload has a list, any element of it may
// match. Numbers are equal by value (1 is 1.0); letter case is folded for ASCII only; what is
// there, even null, exists. Plain value. Thread: any one.
class EventPattern final
{
public:
    static constexpr std::size_t kMaxBytes = 4096; // of its text: a page to read for a person
    static constexpr std::size_t kMaxDepth = 8; // objects within objects
    static constexpr std::size_t kMaxRules = 100; // entries of all lists together
    //! Comparisons for one payload, about 2 ms. A payload that is made to cost more does not match.
    static constexpr std::size_t kMaxSteps = 100'000;

    //! Errors: InvalidArgument that names the member.
    static Result<EventPattern> parse(std::string_view text);
    static Result<EventPattern> read(const JsonValue &value);

    bool match(const JsonValue &payload) const;

    const std::string &text() const { return m_text; } // compact JSON; parse() reads it back

    friend bool operator==(const EventPattern &left, const EventPattern &right)
    {
        return left.m_text == right.m_text;
    }

private:
    enum class Kind : unsigned char {
        Equals,
        Prefix,
        Suffix,
        EqualsIgnoreCase,
        AnythingBut,
        Exists,
        Numeric
    };
    enum class Comparison : unsigned char { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

    struct Bound {
        Comparison comparison = Comparison::Equal;
        JsonValue number{};
    };
    struct Rule {
        Kind kind = Kind::Equals;
        JsonValue::Array values{}; // AnythingBut: any number; the others: one, Numeric: none
        std::vector<Bound> bounds{}; // Numeric: all of them must hold
    };
    struct Node { // either has members or rules
        std::string name{};
        std::vector<Node> members{};
        std::vector<Rule> rules{};
    };
    class Reader;
    class Matcher;

    std::vector<Node> m_members{};
    std::string m_text{};
};

} // namespace parley
