#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/page.h"
#include "ui/common/undo_bar.h"

namespace parley::test {

// What a part of a page stands on, in front of a broker that answers what the test says; and its
// widgets, found by the words that a person reads. Thread: GUI.
class PageProbe final
{
public:
    //! A warning of Qt fails the test, but the one that the offscreen platform gives.
    bool open()
    {
        QTest::failOnWarning(QRegularExpression(
            QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
        const bool listens = broker.listen();
        link.open({broker.url(), FakeBroker::token()});
        return listens;
    }
    ui::PageContext context() { return {link, navigator, undo, guard}; }

    static bool hasText(const QWidget &widget, const QString &part) // some shown label contains it
    {
        const auto labels = widget.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(part);
        });
    }
    //! Shown, with that text or accessible name; null: none.
    static QAbstractButton *button(const QWidget &widget, const QString &words)
    {
        for (auto *each : widget.findChildren<QAbstractButton *>())
            if (each->isVisible() && (each->text() == words || each->accessibleName() == words))
                return each;
        return nullptr;
    }
    template <typename Widget>
    static Widget *named(const QWidget &widget, const QString &accessibleName)
    {
        for (auto *each : widget.findChildren<Widget *>())
            if (each->accessibleName() == accessibleName)
                return each;
        return nullptr;
    }
    //! The field that a label with these words stands before, "&" left out.
    static QWidget *field(const QWidget &widget, const QString &words)
    {
        for (auto *each : widget.findChildren<QLabel *>())
            if (each->buddy() && QString(each->text()).remove(QLatin1Char('&')) == words)
                return each->buddy();
        return nullptr;
    }
    FakeBroker::Request last() const
    {
        const auto &all = broker.requests();
        return all.value(all.size() - 1);
    }
    //! The newest request to \p route, such as "PATCH /v1/webhooks/whk_1".
    FakeBroker::Request lastTo(const QByteArray &route) const
    {
        FakeBroker::Request found;
        for (const auto &request : broker.requests())
            if (request.method + ' ' + request.path.toUtf8() == route)
                found = request;
        return found;
    }

    FakeBroker broker;
    ui::BrokerLink link;
    ui::Navigator navigator;
    ui::UndoBar undo;
    ui::ActGuard guard;
};

} // namespace parley::test
