#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/base/clock.h"
#include "server/types/delivery.h"

namespace parley {

// The open deliveries of an endpoint that keeps an order. Of those with one key only the head is
// sent, alone or with those behind it as one batch; what is behind waits until the head is gone.
//
//   key "a":  [head: being sent] [2] [3]
//   key "b":  [head: waits for its next attempt] [2]
//
// Whole in memory, but for most bodies: some 200 bytes for each. Plain value. Thread: webhooks.
class OrderedLine final
{
public:
    //! Bodies kept in memory, by count and by bytes; others are read from the journal in time.
    static constexpr std::size_t kMaxBodies = 256;
    static constexpr std::size_t kMaxBodyBytes = 2 * 1024 * 1024;

    struct Rules {
        unsigned batchMessages = 1;
        std::chrono::milliseconds batchTime{0}; // how long a head waits for company
        std::size_t batchBytes = 0; // of bodies, at most
    };

    // Those that are to be sent together.
    struct Turn {
        std::string key{};
        std::vector<std::string> ids{}; // the first one leads
        std::vector<Delivery> deliveries{}; // with bodies; empty when some are in the journal only
        bool byHand = false; // a person asked for it
    };

    void setRules(const Rules &rules) { m_rules = rules; }

    //! At the end of its key's line; one that is there already is left alone.
    void append(Delivery delivery, MonotonicTime now);
    //! What the journal had, in any order, without bodies. From here on turns are given out.
    void load(std::vector<Delivery> deliveries, UtcTime utc, MonotonicTime now);
    //! One that was under way while the line was read.
    void insert(Delivery delivery, UtcTime utc, MonotonicTime now);
    bool isLoaded() const { return m_loaded; }

    //! The next that may be sent; its key is busy until one of the calls below.
    std::optional<Turn> next(MonotonicTime now);
    bool isHurried() const; // the next is one that a person asked for
    //! Whether \p id leads what is being sent of \p key. What began before the line was read anew
    //! does not.
    bool isTurn(const std::string &key, const std::string &id) const;
    //! Only the first \p count of the turn are meant, at least 1; the others were not sent.
    void shrinkTurn(const std::string &key, std::size_t count);
    void gone(const std::string &key); // the head's turn: delivered, dead or canceled
    //! The same turn, not before. \param attempts made of it; 0: as before, it was not sent.
    void again(const std::string &key, MonotonicTime due, std::uint32_t attempts = 0);
    void stall(const std::string &key, std::uint32_t attempts); // until a person decides

    enum class Place { None, Busy, Head, Behind };
    Place placeOf(const std::string &id) const; // Head: also one that goes with the head
    void hurry(const std::string &id); // a head is sent next, by hand
    void remove(const std::string &id); // not of a busy turn

    //! When next() may have something that it has not now.
    std::optional<MonotonicTime> nextDue() const;
    std::size_t size() const { return m_keys.size(); }
    std::optional<UtcTime> oldest() const; // when the oldest head was made

private:
    struct Entry {
        Delivery delivery; // its body only while there is room
        std::size_t bytes = 0; // of the body
        MonotonicTime since{}; // when it came into memory
        std::optional<MonotonicTime> due{}; // of its next attempt, once it is the head
    };
    struct Line {
        std::deque<Entry> entries{};
        std::size_t turn = 0; // entries that are being sent
        bool isStalled = false;
        std::optional<MonotonicTime> due{}; // it stands in m_waiting
        bool isReady = false; // it stands in m_ready
        bool isHurried = false; // its next turn is by hand
    };

    void look(const std::string &key, Line &line, MonotonicTime now); // may it be sent, or when?
    void arrange(const std::string &key, Line &line, MonotonicTime now);
    void lookAtHead(const std::string &key, Line &line, MonotonicTime now); // another than before
    void stopWaiting(const std::string &key, Line &line);
    void waitUntil(const std::string &key, Line &line, MonotonicTime due);
    void forget(Entry &entry);
    std::size_t turnOf(const Line &line) const; // entries that go together
    bool isComplete(const Line &line, std::size_t turn) const;

    Rules m_rules{};
    bool m_loaded = false;
    std::unordered_map<std::string, Line> m_lines; // by ordering key; none is empty
    std::unordered_map<std::string, std::string> m_keys; // of each delivery
    std::deque<std::string> m_ready{}; // keys
    std::set<std::pair<MonotonicTime, std::string>> m_waiting{}; // keys
    std::size_t m_bodies = 0;
    std::size_t m_bodyBytes = 0;
};

} // namespace parley
