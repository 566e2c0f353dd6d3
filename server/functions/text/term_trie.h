#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley::functions {

// Terms as a tree of letters, so that one walk looks for all of them. Thread: any, once built.
//     root -d-> 1 -r-> 2 -a-> 3 -t-> 4 {term 0: "drat"}
class TermTrie final
{
public:
    static constexpr std::uint32_t kRoot = 0;

    void insert(std::u32string_view letters, std::uint32_t term);

    //! The node behind \p letter; kRoot when there is none.
    std::uint32_t child(std::uint32_t node, char32_t letter) const;
    char32_t letter(std::uint32_t node) const { return m_nodes[node].letter; }
    std::span<const std::uint32_t> terms(std::uint32_t node) const { return m_nodes[node].terms; }
    bool isEmpty() const { return m_nodes.size() == 1; }

private:
    struct Node {
        char32_t letter = 0;
        std::vector<std::uint32_t> terms{};
    };

    static std::uint64_t keyOf(std::uint32_t node, char32_t letter)
    {
        return (std::uint64_t(node) << 21U) | letter; // a code point has 21 bits
    }

    std::vector<Node> m_nodes{Node{}};
    std::unordered_map<std::uint64_t, std::uint32_t> m_children;
};

// Counts the work of one judgement and says when it is too much: a bound on steps holds on every
// machine, one on time does not.
class WorkBudget final
{
public:
    explicit WorkBudget(std::size_t maxSteps) : m_maxSteps(maxSteps) {}

    bool spend() { return ++m_steps <= m_maxSteps; } // false: stop here
    bool isSpent() const { return m_steps > m_maxSteps; }
    std::size_t steps() const { return m_steps; }

private:
    const std::size_t m_maxSteps;
    std::size_t m_steps = 0;
};

} // namespace parley::functions
