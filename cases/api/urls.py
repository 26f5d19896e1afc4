from django.urls import include, path, register_converter

from cases.api.alike import AlikeView
from cases.api.clocks import ClocksView
from cases.api.detail import CaseView
from cases.api.disclosure import OriginalView, RevealView
from cases.api.duplicates import DuplicatesView
from cases.api.duty import ProposalView
from cases.api.lists import CaseCountView, CaseListView
from cases.api.notes import NoteFileView, NotesView
from cases.api.photos import PhotoView
from cases.api.public import PublicMonthsView, PublicMonthView
from cases.api.rereading import DraftCasesView, GenerationCasesView
from cases.api.suggestions import AdviceView, SuggestionsView
from cases.api.summary import SummaryView
from cases.api.verbs import VerbView
from cases.api.worklists import WorkListsView, WorkListView


class Sha256Converter:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Sha256Converter, "sha256")

urlpatterns = [
    path("cases", CaseListView.as_view()),
    path("cases/count", CaseCountView.as_view()),
    path("cases/<uuid:case_id>", CaseView.as_view()),
    path("cases/<uuid:case_id>/clocks", ClocksView.as_view()),
    path("cases/<uuid:case_id>/photos/<sha256:sha256>", PhotoView.as_view()),
    path("cases/<uuid:case_id>/photos/<sha256:sha256>/original", OriginalView.as_view()),
    path("cases/<uuid:case_id>/notes", NotesView.as_view()),
    path("cases/<uuid:case_id>/reveal", RevealView.as_view()),
    path("cases/<uuid:case_id>/duplicates", DuplicatesView.as_view()),
    path("cases/<uuid:case_id>/suggestions", SuggestionsView.as_view()),
    path("cases/<uuid:case_id>/routing", AdviceView.as_view()),
    path("cases/<uuid:case_id>/alike", AlikeView.as_view()),
    path("cases/<uuid:case_id>/<slug:verb>", VerbView.as_view()),
    path("networks/generations/<int:number>/cases", GenerationCasesView.as_view()),
    path("networks/drafts/<uuid:draft>/cases", DraftCasesView.as_view()),
    path("notes/<uuid:note_id>/files/<sha256:sha256>", NoteFileView.as_view()),
    path("duty/proposal", ProposalView.as_view()),
    path("public/months", PublicMonthsView.as_view()),
    path("public/months/<str:month>", PublicMonthView.as_view()),
    path("summary", SummaryView.as_view()),
    path("worklists", WorkListsView.as_view()),
    path("worklists/<slug:which>", WorkListView.as_view()),
    path("", include("cases.api.routing.urls")),
]
