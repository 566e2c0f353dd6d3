#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

#include "tests/support/fake_broker/fake_broker.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/navigator.h"
#include "ui/common/undo_bar.h"
#include "ui/tokens/template_dialog.h"
#include "ui/tokens/templates_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;
using parley::test::FakeBroker;

// The templates in front of a broker that has none, or refuses.
class TestTemplatesView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sayWhyThereIsNoList();
    void offerTheFirstOne();
    void aRefusedSaveMayBeTriedAgain();
    void aFailedDeleteBringsItBack();

private:
    static bool hasText(const QWidget &widget, const QString &part);
    static QPushButton *button(const QWidget &widget, const QString &words); // shown
    PageContext context() { return {m_link, m_navigator, m_undo, m_guard}; }

    FakeBroker m_broker;
    BrokerLink m_link;
    Navigator m_navigator;
    UndoBar m_undo;
    ActGuard m_guard;
};

const char kOne[]
    = R"({"templates":[{"name":"reader","variables":[{"name":"topic"}],"label":"{topic}",)"
      R"("grants":[{"role":"subscribe","namespace":"default","topic":"{topic}"}]}]})";

void TestTemplatesView::initTestCase()
{
    QTest::failOnWarning(
        QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
    QVERIFY(m_broker.listen());
    m_link.open({m_broker.url(), FakeBroker::token()});
}

bool TestTemplatesView::hasText(const QWidget &widget, const QString &part)
{
    const auto labels = widget.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(part);
    });
}

QPushButton *TestTemplatesView::button(const QWidget &widget, const QString &words)
{
    for (auto *each : widget.findChildren<QPushButton *>()) {
        if (each->isVisible() && each->text() == words)
            return each;
    }
    return nullptr;
}

void TestTemplatesView::sayWhyThereIsNoList()
{
    m_broker.answer("GET /v1/templates",
                    R"({"error":{"code":203,"message":"the disk is behind","retryable":true}})",
                    503);
    TemplatesView view(context(), nullptr);
    view.show();
    QTRY_VERIFY(hasText(view, u"The disk is behind"_s));
    m_broker.answer("GET /v1/templates", kOne);
    view.refresh();
    QTRY_COMPARE(view.findChild<QTableView *>()->model()->rowCount(), 1);
    QVERIFY(!hasText(view, u"The disk is behind"_s));
}

void TestTemplatesView::offerTheFirstOne()
{
    m_broker.answer("GET /v1/templates", R"({"templates":[]})");
    TemplatesView view(context(), nullptr);
    view.show();
    QTRY_VERIFY(button(view, u"Make the first template"_s));
    m_guard.setRules(true, false);
    QVERIFY(!button(view, u"Make the first template"_s)); // read-only: there is nothing to make
    m_guard.setRules(false, false);
    QTRY_VERIFY(button(view, u"Make the first template"_s));
    button(view, u"Make the first template"_s)->click();
    QTRY_VERIFY(view.findChild<TemplateDialog *>());
}

void TestTemplatesView::aRefusedSaveMayBeTriedAgain()
{
    int saves = 0;
    m_broker.answer("GET /v1/templates", kOne);
    m_broker.answer("PUT /v1/templates/reader", [&saves](const FakeBroker::Request &) {
        return saves++ == 0 ? FakeBroker::error(409, 104, u"the broker has its 256 templates"_s)
                            : FakeBroker::Response{200, "{}", {}};
    });
    TemplatesView view(context(), nullptr);
    view.show();
    QTRY_VERIFY(button(view, u"Edit…"_s) && button(view, u"Edit…"_s)->isEnabled());
    button(view, u"Edit…"_s)->click();
    QTRY_VERIFY(view.findChild<TemplateDialog *>());
    auto *dialog = view.findChild<TemplateDialog *>();
    auto *save = button(*dialog, u"Save template"_s);
    QVERIFY(save);
    save->click();
    QTRY_VERIFY(hasText(*dialog, u"The broker has its 256 templates."_s));
    QVERIFY(save->isEnabled());
    save->click();
    QTRY_VERIFY(!view.findChild<TemplateDialog *>());
    QCOMPARE(saves, 2);
}

void TestTemplatesView::aFailedDeleteBringsItBack()
{
    m_broker.answer("GET /v1/templates", kOne);
    m_broker.answer("DELETE /v1/templates/reader", [](const FakeBroker::Request &) {
        return FakeBroker::error(503, 203, u"the disk is behind"_s);
    });
    TemplatesView view(context(), nullptr);
    view.show();
    auto *table = view.findChild<QTableView *>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTRY_VERIFY(button(view, u"Delete"_s)->isEnabled());
    button(view, u"Delete"_s)->click();
    QTRY_COMPARE(table->model()->rowCount(), 0);
    QVERIFY(m_undo.isPending());
    m_broker.answer("GET /v1/templates", [](const FakeBroker::Request &) {
        return FakeBroker::error(503, 203, u"the disk is behind"_s); // a look meanwhile says so too
    });
    m_undo.commitNow();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QVERIFY(hasText(view, u"The disk is behind"_s));
}

QTEST_MAIN(TestTemplatesView)
#include "tst_templates_view.moc"
